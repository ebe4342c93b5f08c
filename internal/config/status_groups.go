package config

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/labels"
)

// statusGroups reads the sets of an environment.
func (f *file) statusGroups(e *entry, node *yaml.Node) error {
	node = resolve(node)
	if isNull(node) {
		return nil
	}
	if node.Kind != yaml.MappingNode {
		return f.fault(node.Line, "%s: names with lists of statuses are expected, as in `approved: [Approved by Client/PM, Customer Approved]`", groupsKey)
	}
	var read labels.Groups
	return f.members(node, func(name, value *yaml.Node) error {
		if problem := groupNameProblem(name.Value, read); problem != "" {
			return f.fault(name.Line, "%s: %s", groupsKey, problem)
		}
		words, err := f.statusLabels(name.Value, resolve(value))
		if err != nil {
			return err
		}
		group := labels.Group{Name: name.Value, Labels: words}
		read = append(read, group)
		e.groups = append(e.groups, statusGroup{group: group, source: Source{Kind: FromConfiguration, Name: f.path, Line: name.Line}})
		return nil
	})
}

// groupNameProblem says why a group cannot have a name, "" where it can: it stands behind an @ among values that
// commas separate.
func groupNameProblem(name string, others labels.Groups) string {
	switch other, taken := others.Named(name); {
	case strings.HasPrefix(name, "@"):
		return "the name of a group stands here without its @"
	case strings.TrimSpace(name) == "" || strings.ContainsAny(name, " \t\n,\"'@=!~<>"):
		return "a group has a plain word for a name, without blanks, commas and signs; not " + quoted(name)
	case taken:
		return "the group " + quoted(name) + " is already there as " + quoted(other.Name)
	default:
		return ""
	}
}

// statusLabels reads the statuses of a group.
func (f *file) statusLabels(name string, list *yaml.Node) ([]string, error) {
	one := list.Kind == yaml.ScalarNode && !isNull(list)
	if !one && (list.Kind != yaml.SequenceNode || len(list.Content) == 0) {
		return nil, f.fault(list.Line, "%s: %s: a list of statuses is expected", groupsKey, name)
	}
	if one {
		return []string{list.Value}, nil
	}
	words := make([]string, 0, len(list.Content))
	for _, word := range list.Content {
		word = resolve(word)
		if word.Kind != yaml.ScalarNode || isNull(word) {
			return nil, f.fault(word.Line, `%s: %s: a status is expected, "" for the blank one`, groupsKey, name)
		}
		words = append(words, word.Value)
	}
	return words, nil
}

// setting is the group as it is shown.
func (g statusGroup) setting() Setting {
	words := make([]string, 0, len(g.group.Labels))
	for _, word := range g.group.Labels {
		if strings.TrimSpace(word) != word || word == "" || strings.Contains(word, ",") {
			word = quoted(word)
		}
		words = append(words, word)
	}
	return Setting{Key: groupsKey + "." + g.group.Name, Value: strings.Join(words, ", "), Source: g.source}
}

func quoted(text string) string { return `"` + text + `"` }
