package config

import (
	"net/http"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/web"
)

// table gives where an entry keeps the values of a key, nil for a key of another kind.
func (e *entry) table(key string) map[string]Setting {
	var at *map[string]Setting
	switch key {
	case parametersKey:
		at = &e.parameters
	case headersKey:
		at = &e.headers
	case headerCommandsKey:
		at = &e.headerCommands
	case webKey:
		at = &e.web
	default:
		return nil
	}
	if *at == nil {
		*at = map[string]Setting{}
	}
	return *at
}

// table reads values by name.
func (f *file) table(key string, node *yaml.Node, into map[string]Setting) error {
	node = resolve(node)
	if isNull(node) {
		return nil
	}
	if node.Kind != yaml.MappingNode {
		return f.fault(node.Line, "%s: names and values are expected, as in `%s: {name: value}`", key, key)
	}
	return f.members(node, func(name, value *yaml.Node) error {
		value = resolve(value)
		switch own := http.CanonicalHeaderKey(name.Value); {
		case value.Kind != yaml.ScalarNode || isNull(value):
			return f.fault(value.Line, "%s: %s: a text is expected", key, name.Value)
		case key == webKey:
			if _, err := web.Parse(value.Value); err != nil {
				return f.fault(value.Line, "%s: %s: %v", key, name.Value, err)
			}
		case key != parametersKey && (own == "Authorization" || own == "Host" || own == "Content-Length"):
			return f.fault(name.Line, "%s: %s is set by the program itself", key, name.Value)
		}
		into[name.Value] = Setting{
			Key: key + "." + name.Value, Value: value.Value, Source: Source{Kind: FromConfiguration, Name: f.path, Line: value.Line},
		}
		return nil
	})
}
