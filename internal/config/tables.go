package config

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"go.yaml.in/yaml/v3"
)

// The keys of an environment that hold values by name: those of parameters in paths, of headers, and of commands
// whose first line of output is a header that is secret.
const (
	parametersKey     = "parameters"
	headersKey        = "headers"
	headerCommandsKey = "header_commands"
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
		case key != parametersKey && (own == "Authorization" || own == "Host" || own == "Content-Length"):
			return f.fault(name.Line, "%s: %s is set by the program itself", key, name.Value)
		}
		into[name.Value] = Setting{
			Key: key + "." + name.Value, Value: value.Value, Source: Source{Kind: FromConfiguration, Name: f.path, Line: value.Line},
		}
		return nil
	})
}

// tables takes the values by name of an environment over, and gives them to be shown.
func (c *Config) tables(e *Environment) (shown []Setting) {
	entry := c.file.entry(e.Name)
	if entry == nil {
		return nil
	}
	e.Parameters, e.Headers = valuesOf(entry.parameters), valuesOf(entry.headers)
	e.headerCommands = map[string]passwordCommand{}
	for name, setting := range entry.headerCommands {
		command := e.credentials.command
		command.line, command.arguments = setting.Value, nil
		e.headerCommands[name] = command
	}
	for _, table := range []map[string]Setting{entry.parameters, entry.headers, entry.headerCommands} {
		for _, name := range slices.Sorted(maps.Keys(table)) {
			shown = append(shown, table[name])
		}
	}
	return shown
}

func valuesOf(settings map[string]Setting) map[string]string {
	values := make(map[string]string, len(settings))
	for name, setting := range settings {
		values[name] = setting.Value
	}
	return values
}

// SecretHeaders runs the commands that give the headers whose values are secret, by name; nil where there is none.
func (e *Environment) SecretHeaders() func(context.Context) (map[string]string, error) {
	if len(e.headerCommands) == 0 {
		return nil
	}
	return func(ctx context.Context) (map[string]string, error) {
		values := map[string]string{}
		for _, name := range slices.Sorted(maps.Keys(e.headerCommands)) {
			value, err := e.headerCommands[name].run(ctx)
			if err != nil {
				return nil, fmt.Errorf("%s of %s: %w", name, headerCommandsKey, err)
			}
			values[name] = value
		}
		return values, nil
	}
}
