package config

import (
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// parse reads the YAML node by node: a node knows its line, keeps digits and letter case, and
// lets the rest be used when one value is wrong. The errors found are joined.
func (f *file) parse(content []byte) error {
	root, err := f.document(content)
	if err != nil || root == nil {
		return err
	}
	f.top = map[string]Setting{}
	return f.members(root, func(key, value *yaml.Node) error {
		if key.Value == "environments" {
			return f.environments(value)
		}
		if key.Value == exportsKey {
			return f.exports(&f.handedOver, value)
		}
		if key.Value == entitiesKey {
			return f.entityNames(value)
		}
		if key.Value == mapsKey {
			return f.headMaps(value)
		}
		d, ok := definition(key.Value)
		if !ok || d.Scope == OfEnvironment && !d.TopLevel {
			return f.unknown(key, d.Scope == OfEnvironment, topLevelKeys())
		}
		setting, err := f.setting(d, value)
		if err == nil && setting.Value != "" {
			f.top[d.Key] = setting
		}
		return err
	})
}

// document gives the mapping that the file consists of, or nil where the file is empty.
func (f *file) document(content []byte) (*yaml.Node, error) {
	var document, more yaml.Node
	decoder := yaml.NewDecoder(strings.NewReader(string(content)))
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil, nil //nolint:nilnil // an empty file is no mapping and no fault
	} else if err != nil {
		return nil, f.notYAML(err)
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, f.fault(more.Line, "only one YAML document is expected")
	}
	root := document.Content[0]
	if isNull(root) {
		return nil, nil //nolint:nilnil // as above: nothing but comments
	}
	return root, nil
}

// notYAML says why the content is no YAML, and where.
func (f *file) notYAML(err error) error {
	line, problem := text.YAMLFault(err)
	return f.fault(line, "not valid YAML: %s", problem)
}

// environments reads the list of environments.
func (f *file) environments(list *yaml.Node) error {
	list = resolve(list)
	if isNull(list) {
		return nil
	}
	if list.Kind != yaml.SequenceNode {
		return f.fault(list.Line, "environments is a list; expected entries such as `- name: acme`")
	}
	var faults []error
	for _, node := range list.Content {
		node = resolve(node)
		e := entry{line: node.Line, values: map[string]Setting{}}
		if err := f.readEntry(&e, node); err != nil {
			faults = append(faults, err)
		}
		if e.name == "" {
			continue
		}
		if other := f.entry(e.name); other != nil {
			faults = append(faults, f.fault(e.line, "the environment %q is already in line %d", e.name, other.line))
			continue
		}
		f.entries = append(f.entries, e)
	}
	return errors.Join(faults...)
}

func (f *file) readEntry(e *entry, node *yaml.Node) error {
	named := false
	err := f.members(node, func(key, value *yaml.Node) error {
		if key.Value == "name" {
			named = true
			setting, err := f.setting(Definition{Key: "name", Kind: Name}, value)
			e.name = setting.Value
			return err
		}
		if key.Value == exportsKey {
			return f.exports(&e.handedOver, value)
		}
		if table := e.table(key.Value); table != nil {
			return f.table(key.Value, value, table)
		}
		if key.Value == groupsKey {
			return f.statusGroups(e, value)
		}
		d, ok := definition(key.Value)
		if !ok || d.Scope != OfEnvironment {
			return f.unknown(key, d.Scope == OfProgram, entryKeys())
		}
		if d.Kind == Command && resolve(value).Kind == yaml.SequenceNode {
			return f.arguments(e, d, resolve(value))
		}
		setting, err := f.setting(d, value)
		if err == nil && setting.Value != "" {
			e.values[d.Key] = setting
		}
		return err
	})
	if node.Kind == yaml.MappingNode && (!named || err == nil && e.name == "") {
		err = errors.Join(err, f.fault(node.Line, "an environment without a name"))
	}
	return err
}

// arguments reads a password command in the form of a list.
func (f *file) arguments(e *entry, d Definition, list *yaml.Node) error {
	source := Source{Kind: FromConfiguration, Name: f.path, Line: list.Line}
	for _, node := range list.Content {
		node = resolve(node)
		if node.Kind != yaml.ScalarNode {
			return f.fault(node.Line, "%s: a list of texts is expected", d.Key)
		}
		e.arguments = append(e.arguments, node.Value)
	}
	if len(e.arguments) == 0 || e.arguments[0] == "" {
		return f.fault(list.Line, "%s: a command is expected", d.Key)
	}
	e.values[d.Key] = Setting{Key: d.Key, Value: strings.Join(e.arguments, " "), Source: source}
	return nil
}

// setting checks a value. An empty one counts as absent.
func (f *file) setting(d Definition, node *yaml.Node) (Setting, error) {
	node = resolve(node)
	source := Source{Kind: FromConfiguration, Name: f.path, Line: node.Line}
	if isNull(node) || d.Guard && node.Kind == yaml.ScalarNode && strings.TrimSpace(node.Value) == "" {
		if d.Guard { // nobody writes it down to say nothing
			return Setting{}, &ValueError{Key: d.Key, Value: "nothing", Source: source, Expected: d.expected("")}
		}
		return Setting{}, nil
	}
	if node.Kind != yaml.ScalarNode {
		return Setting{}, &ValueError{Key: d.Key, Value: "a list or a mapping", Source: source, Expected: d.expected("")}
	}
	return d.from(node.Value, source)
}

// from checks a value and keeps where it came from.
func (d Definition) from(value string, source Source) (Setting, error) {
	checked, err := d.Check(value)
	if fault, ok := errors.AsType[*ValueError](err); ok {
		fault.Source = source
	}
	return Setting{Key: d.Key, Value: checked, Source: source}, err
}
