package config

import (
	"errors"

	"go.yaml.in/yaml/v3"
)

// mapsKey is the list of named sets of heads.
const mapsKey = "maps"

// headMaps reads the list.
func (f *file) headMaps(list *yaml.Node) error {
	list = resolve(list)
	if isNull(list) {
		return nil
	}
	if list.Kind != yaml.SequenceNode {
		return f.fault(list.Line, "maps is a list; expected entries such as `- {name: hr, entity: employees, heads: {Employee No: employeeCode}}`")
	}
	var faults []error
	for _, node := range list.Content {
		faults = append(faults, f.headMap(resolve(node)))
	}
	return errors.Join(faults...)
}

func (f *file) headMap(node *yaml.Node) error {
	set := HeadMap{Heads: map[string]string{}}
	err := f.members(node, func(key, value *yaml.Node) error {
		value = resolve(value)
		switch key.Value {
		case "name", "entity":
			if value.Kind != yaml.ScalarNode {
				return f.fault(value.Line, "%s: a text is expected", key.Value)
			}
			if key.Value == "name" {
				set.Name = value.Value
			} else {
				set.Entity = value.Value
			}
			return nil
		case "heads":
			return f.heads(value, set.Heads)
		default:
			return f.unknown(key, false, []string{"name", "entity", "heads"})
		}
	})
	switch {
	case err != nil:
		return err
	case set.Name == "" || len(set.Heads) == 0:
		return f.fault(node.Line, "a map needs a name and heads, as in `- {name: hr, heads: {Employee No: employeeCode}}`")
	}
	for _, other := range f.maps {
		if other.Name == set.Name {
			return f.fault(node.Line, "the map %q is given twice", set.Name)
		}
	}
	f.maps = append(f.maps, set)
	return nil
}

// heads reads heads and their fields. A head without a field is one that is left out.
func (f *file) heads(node *yaml.Node, into map[string]string) error {
	if node.Kind != yaml.MappingNode {
		return f.fault(node.Line, "heads: names and fields are expected, as in `heads: {Employee No: employeeCode}`")
	}
	return f.members(node, func(head, field *yaml.Node) error {
		field = resolve(field)
		if field.Kind != yaml.ScalarNode {
			return f.fault(field.Line, "heads: %s: the name of a field is expected", head.Value)
		}
		if into[head.Value] = field.Value; isNull(field) {
			into[head.Value] = ""
		}
		return nil
	})
}
