package compile

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// treeOfYAML reads the first document of a file in YAML. What several aliases stand for is there
// once, so that a few lines of aliases of aliases stay as small as they are.
func treeOfYAML(text []byte) (*value, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(root.Content) == 0 {
		return &value{line: 1}, nil
	}
	r := &yamlTree{anchors: map[*yaml.Node]*value{}}
	return r.value(root.Content[0])
}

type yamlTree struct {
	// anchors holds what aliases stand for, nil while it is being read.
	anchors map[*yaml.Node]*value
}

func (r *yamlTree) value(n *yaml.Node) (*value, error) {
	switch n.Kind {
	case yaml.AliasNode:
		known, begun := r.anchors[n.Alias]
		if begun && known == nil {
			return nil, fmt.Errorf("line %d: the alias *%s stands inside of what it stands for", n.Line, n.Value)
		}
		if begun {
			return known, nil
		}
		return r.value(n.Alias)
	case yaml.MappingNode, yaml.SequenceNode:
		return r.collection(n)
	case yaml.ScalarNode:
		v := &value{kind: scalarKind(n), text: n.Value, line: n.Line}
		r.keep(n, v)
		return v, nil
	default:
		return &value{line: n.Line}, nil
	}
}

func (r *yamlTree) collection(n *yaml.Node) (*value, error) {
	v := &value{kind: arrayValue, line: n.Line}
	r.keep(n, nil)
	if n.Kind == yaml.MappingNode {
		v.kind = objectValue
		for i := 0; i+1 < len(n.Content); i += 2 {
			if err := r.member(v, n.Content[i], n.Content[i+1]); err != nil {
				return nil, err
			}
		}
	} else {
		for _, child := range n.Content {
			element, err := r.value(child)
			if err != nil {
				return nil, err
			}
			v.items = append(v.items, element)
		}
	}
	r.keep(n, v)
	return v, nil
}

func (r *yamlTree) member(v *value, name, content *yaml.Node) error {
	member, err := r.value(content)
	if err != nil {
		return err
	}
	if name.Tag == "!!merge" && member.kind == objectValue {
		for i, inner := range member.names {
			if v.get(inner) == nil {
				v.names, v.items = append(v.names, inner), append(v.items, member.items[i])
			}
		}
		v.places = nil
		return nil
	}
	if name.Kind != yaml.ScalarNode {
		return fmt.Errorf("line %d: the name of a member is not a word", name.Line)
	}
	v.names, v.items, v.places = append(v.names, name.Value), append(v.items, member), nil
	return nil
}

// keep remembers what an anchor stands for.
func (r *yamlTree) keep(n *yaml.Node, v *value) {
	if n.Anchor != "" {
		r.anchors[n] = v
	}
}

func scalarKind(n *yaml.Node) valueKind {
	switch n.ShortTag() {
	case "!!null":
		return nullValue
	case "!!bool":
		return booleanValue
	case "!!int", "!!float":
		return numberValue
	default:
		return textValue
	}
}
