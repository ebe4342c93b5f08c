package tree

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// treeOfYAML reads the first document of a file in YAML. What several aliases stand for is there
// once, so that a few lines of aliases of aliases stay as small as they are.
func treeOfYAML(text []byte) (*Value, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(root.Content) == 0 {
		return &Value{Line: 1}, nil
	}
	r := &yamlTree{anchors: map[*yaml.Node]*Value{}}
	return r.value(root.Content[0])
}

type yamlTree struct {
	// anchors holds what aliases stand for, nil while it is being read.
	anchors map[*yaml.Node]*Value
}

func (r *yamlTree) value(n *yaml.Node) (*Value, error) {
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
		v := &Value{Kind: scalarKind(n), Text: n.Value, Line: n.Line}
		r.keep(n, v)
		return v, nil
	default:
		return &Value{Line: n.Line}, nil
	}
}

func (r *yamlTree) collection(n *yaml.Node) (*Value, error) {
	v := &Value{Kind: Array, Line: n.Line}
	r.keep(n, nil)
	if n.Kind == yaml.MappingNode {
		v.Kind = Object
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
			v.Items = append(v.Items, element)
		}
	}
	r.keep(n, v)
	return v, nil
}

func (r *yamlTree) member(v *Value, name, content *yaml.Node) error {
	member, err := r.value(content)
	if err != nil {
		return err
	}
	if name.Tag == "!!merge" && member.Kind == Object {
		for i, inner := range member.Names {
			if v.Get(inner) == nil {
				v.Names, v.Items = append(v.Names, inner), append(v.Items, member.Items[i])
			}
		}
		v.places = nil
		return nil
	}
	if name.Kind != yaml.ScalarNode {
		return fmt.Errorf("line %d: the name of a member is not a word", name.Line)
	}
	v.Names, v.Items, v.places = append(v.Names, name.Value), append(v.Items, member), nil
	return nil
}

// keep remembers what an anchor stands for.
func (r *yamlTree) keep(n *yaml.Node, v *Value) {
	if n.Anchor != "" {
		r.anchors[n] = v
	}
}

func scalarKind(n *yaml.Node) Kind {
	switch n.ShortTag() {
	case "!!null":
		return Null
	case "!!bool":
		return Boolean
	case "!!int", "!!float":
		return Number
	default:
		return Text
	}
}
