package overlay

import (
	"errors"
	"fmt"

	"github.com/pb33f/go-yaml"
)

var errKind = errors.New("its update is of another kind than what is there")

// update merges a value into each of the places, which are all of one kind.
func update(places []*yaml.Node, value *yaml.Node) error {
	for _, place := range places {
		if place.Kind != places[0].Kind {
			return fmt.Errorf("%w: its targets are of several kinds", errKind)
		}
	}
	for _, place := range places {
		if place.Kind == yaml.SequenceNode && value.Kind != yaml.SequenceNode {
			place.Content = append(place.Content, clone(value))
			continue
		}
		if err := merge(place, value); err != nil {
			return err
		}
	}
	return nil
}

// merge puts a value into one of its own kind: an object gets the members it lacks, a list grows, all else is replaced.
func merge(place, value *yaml.Node) error {
	if place.Kind != value.Kind {
		return errKind
	}
	switch place.Kind {
	case yaml.MappingNode:
		return mergeMembers(place, value)
	case yaml.SequenceNode:
		place.Content = append(place.Content, clone(value).Content...)
	case yaml.ScalarNode:
		place.Value, place.Tag, place.Style = value.Value, value.Tag, value.Style
	default:
		return errKind
	}
	return nil
}

func mergeMembers(place, value *yaml.Node) error {
	members := make(map[string]*yaml.Node, len(place.Content)/2)
	for i := 0; i+1 < len(place.Content); i += 2 {
		members[place.Content[i].Value] = place.Content[i+1]
	}
	for i := 0; i+1 < len(value.Content); i += 2 {
		name := value.Content[i]
		if there, ok := members[name.Value]; ok {
			if err := merge(there, value.Content[i+1]); err != nil {
				return fmt.Errorf("property %q: %w", name.Value, err)
			}
			continue
		}
		added := clone(value.Content[i+1])
		place.Content = append(place.Content, clone(name), added)
		members[name.Value] = added
	}
	return nil
}

// remove takes nodes out of what holds them, a member of an object with its name.
func remove(within *yaml.Node, nodes []*yaml.Node) {
	gone := make(map[*yaml.Node]bool, len(nodes))
	for _, node := range nodes {
		gone[node] = true
	}
	removeAll(within, gone)
}

func removeAll(within *yaml.Node, gone map[*yaml.Node]bool) {
	kept := within.Content[:0:0]
	switch within.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(within.Content); i += 2 {
			if !gone[within.Content[i]] && !gone[within.Content[i+1]] {
				kept = append(kept, within.Content[i], within.Content[i+1])
			}
		}
	case yaml.SequenceNode:
		for _, item := range within.Content {
			if !gone[item] {
				kept = append(kept, item)
			}
		}
	default:
		kept = within.Content // the root of a document is not removed
	}
	within.Content = kept
	for _, child := range kept {
		removeAll(child, gone)
	}
}

// clone copies a node with all in it; aliases, which stand for what is elsewhere, are resolved.
func clone(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode && node.Alias != nil {
		return clone(node.Alias)
	}
	made := *node
	made.Anchor = ""
	made.Content = make([]*yaml.Node, len(node.Content))
	for i, child := range node.Content {
		made.Content[i] = clone(child)
	}
	return &made
}
