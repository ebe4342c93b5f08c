package config

import (
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// members hands on the keys and values of a mapping and joins the errors. A key that stands twice
// is an error, because one of the two would be dropped silently.
func (f *file) members(mapping *yaml.Node, each func(key, value *yaml.Node) error) error {
	if mapping.Kind != yaml.MappingNode {
		return f.fault(mapping.Line, "keys with values are expected, such as `name: acme`")
	}
	var faults []error
	seen := map[string]bool{}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key := mapping.Content[i]
		switch {
		case key.Kind != yaml.ScalarNode || key.Tag == "!!merge":
			faults = append(faults, f.fault(key.Line, "a key is a plain word here; write the values out"))
		case seen[key.Value]:
			faults = append(faults, f.fault(key.Line, "the key %q stands here twice", key.Value))
		default:
			faults = append(faults, each(key, mapping.Content[i+1]))
		}
		seen[key.Value] = true
	}
	return errors.Join(faults...)
}

// resolve follows an alias to the node that it stands for.
func resolve(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode && node.Alias != nil {
		return node.Alias
	}
	return node
}

func isNull(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode && node.Tag == "!!null" }

// member finds a value in a mapping.
func member(mapping *yaml.Node, key string) (int, bool) {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return i, true
		}
	}
	return 0, false
}

// setMember changes the value of a key, or adds the key at the end. Comments stay.
func setMember(mapping *yaml.Node, key string, value *yaml.Node) {
	i, ok := member(mapping, key)
	if !ok {
		mapping.Content = append(mapping.Content, scalar(key), value)
		return
	}
	old := mapping.Content[i+1]
	value.HeadComment, value.LineComment, value.FootComment = old.HeadComment, old.LineComment, old.FootComment
	mapping.Content[i+1] = value
}

// deleteMember takes a key and its value out. The comment above the first key is most likely one
// about the whole file, so it goes to the key that comes first then.
func deleteMember(mapping *yaml.Node, key string) {
	i, ok := member(mapping, key)
	if !ok {
		return
	}
	if head := mapping.Content[i].HeadComment; i == 0 && len(mapping.Content) > 2 && head != "" {
		next := mapping.Content[2]
		next.HeadComment = strings.TrimSuffix(head+"\n"+next.HeadComment, "\n")
	}
	mapping.Content = slices.Delete(mapping.Content, i, i+2)
}

// scalar makes a text node; the encoder quotes it where YAML would read it as something else.
func scalar(text string) *yaml.Node {
	node := &yaml.Node{}
	node.SetString(text)
	return node
}
