package input

import (
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// mapping appends the members of a mapping in their order, then those that "<<" brings in and the
// mapping has not itself.
func (b *nodeBuilder) mapping(node *yaml.Node, f *api.Field, path record.Path) error {
	seen := map[string]bool{}
	b.out = append(b.out, '{')
	if err := b.members(node, f, path, seen, false); err != nil {
		return err
	}
	if err := b.merged(node, f, path, seen); err != nil {
		return err
	}
	b.out = append(b.out, '}')
	return nil
}

// members appends the mapping's own members. Those that are merged give way to ones that were seen
// before; in a mapping itself such a one is a fault.
func (b *nodeBuilder) members(node *yaml.Node, f *api.Field, path record.Path, seen map[string]bool, merging bool) error {
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := resolveAlias(node.Content[i]), node.Content[i+1]
		if isMerge(key) {
			continue
		}
		if key.Kind != yaml.ScalarNode {
			return fmt.Errorf("the name of a field, in line %d, must be a text", key.Line)
		}
		if seen[key.Value] && merging {
			continue
		}
		at := slices.Concat(path, record.Path{key.Value})
		if seen[key.Value] {
			b.faults = append(b.faults, repeatedFault(at, record.Value(appendText(nil, resolveAlias(value).Value))))
		}
		seen[key.Value] = true
		if b.out[len(b.out)-1] != '{' {
			b.out = append(b.out, ',')
		}
		b.out = append(appendText(b.out, key.Value), ':')
		field, known := api.Find(f.Fields, escaped(key.Value))
		if !known {
			field = &api.Field{Type: api.Any}
		}
		if err := b.append(value, field, at); err != nil {
			return err
		}
	}
	return nil
}

// merged appends what "<<" brings in: the members of a mapping, or of several, the first first.
func (b *nodeBuilder) merged(node *yaml.Node, f *api.Field, path record.Path, seen map[string]bool) error {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if !isMerge(resolveAlias(node.Content[i])) {
			continue
		}
		if err := b.merge(node.Content[i+1], f, path, seen); err != nil {
			return err
		}
	}
	return nil
}

func (b *nodeBuilder) merge(from *yaml.Node, f *api.Field, path record.Path, seen map[string]bool) error {
	switch from.Kind {
	case yaml.AliasNode:
		return b.withAlias(from, func(n *yaml.Node) error { return b.merge(n, f, path, seen) })
	case yaml.SequenceNode:
		for _, one := range from.Content {
			if err := b.merge(one, f, path, seen); err != nil {
				return err
			}
		}
		return nil
	case yaml.MappingNode:
		if err := b.members(from, f, path, seen, true); err != nil {
			return err
		}
		return b.merged(from, f, path, seen)
	default:
		return errors.New("<< needs a mapping to take fields from")
	}
}

func isMerge(key *yaml.Node) bool { return key.Kind == yaml.ScalarNode && key.ShortTag() == "!!merge" }

// escaped gives a name as a step of a dotted path.
func escaped(name string) string { return record.Path{name}.String() }
