package config

import (
	"errors"
	"regexp"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// entityNames reads the list.
func (f *file) entityNames(list *yaml.Node) error {
	list = resolve(list)
	if isNull(list) {
		return nil
	}
	if list.Kind != yaml.SequenceNode {
		return f.fault(list.Line, "entities is a list; expected entries such as `- {path: /rest/Permit, name: permits}`")
	}
	var faults []error
	for _, node := range list.Content {
		faults = append(faults, f.entityName(resolve(node)))
	}
	return errors.Join(faults...)
}

func (f *file) entityName(node *yaml.Node) error {
	var naming api.Naming
	err := f.members(node, func(key, value *yaml.Node) error {
		value = resolve(value)
		if key.Value == "key" {
			var err error
			naming.Key, err = f.words(value)
			return err
		}
		if value.Kind != yaml.ScalarNode {
			return f.fault(value.Line, "%s: a text is expected", key.Value)
		}
		switch key.Value {
		case "path":
			naming.Path = value.Value
		case "name":
			naming.Name = value.Value
		default:
			return f.unknown(key, false, []string{"path", "name", "key"})
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case naming.Path == "" || naming.Name == "" && len(naming.Key) == 0:
		return f.fault(node.Line, "an entity needs a path, and a name or a key, as in `- {path: /rest/Permit, name: permits, key: permitCode}`")
	case naming.Name != "" && !regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`).MatchString(naming.Name):
		return f.fault(node.Line, "%q is no name for an entity: small letters, digits and hyphens are expected", naming.Name)
	}
	for _, other := range f.names {
		if other.Name == naming.Name && naming.Name != "" {
			return f.fault(node.Line, "the name %q is given twice", naming.Name)
		}
	}
	f.names = append(f.names, naming)
	return nil
}

// words reads a word or a list of words.
func (f *file) words(node *yaml.Node) ([]string, error) {
	if node.Kind == yaml.ScalarNode {
		return []string{node.Value}, nil
	}
	if node.Kind != yaml.SequenceNode {
		return nil, f.fault(node.Line, "a field or a list of fields is expected")
	}
	var out []string
	for _, one := range node.Content {
		if one = resolve(one); one.Kind != yaml.ScalarNode {
			return nil, f.fault(one.Line, "a field is expected")
		}
		out = append(out, one.Value)
	}
	return out, nil
}
