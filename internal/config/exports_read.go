package config

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Exports are those that the configuration names for an environment, its own before those of all.
func (c *Config) Exports(environment string) []Export {
	var found []Export
	if e := c.file.entry(environment); e != nil {
		found = slices.Clone(e.handedOver)
	}
	for _, one := range c.file.handedOver {
		if !slices.ContainsFunc(found, func(e Export) bool { return e.Name == one.Name }) {
			found = append(found, one)
		}
	}
	return found
}

// exports reads the list.
func (f *file) exports(into *[]Export, list *yaml.Node) error {
	list = resolve(list)
	if isNull(list) {
		return nil
	}
	if list.Kind != yaml.SequenceNode {
		return f.fault(list.Line, "%s is a list; expected entries such as `- {name: payroll, entity: timecards, out: \"t-{batch}.csv\"}`", exportsKey)
	}
	var faults []error
	for _, node := range list.Content {
		node = resolve(node)
		one := Export{Source: Source{Kind: FromConfiguration, Name: f.path, Line: node.Line}}
		if err := f.export(&one, node); err != nil {
			faults = append(faults, err)
			continue
		}
		switch {
		case strings.TrimSpace(one.Name) == "":
			faults = append(faults, f.fault(node.Line, "an export without a name"))
		case slices.ContainsFunc(*into, func(e Export) bool { return e.Name == one.Name }):
			faults = append(faults, f.fault(node.Line, "the export %q is already there", one.Name))
		default:
			*into = append(*into, one)
		}
	}
	return errors.Join(faults...)
}

// export reads an entry.
func (f *file) export(e *Export, node *yaml.Node) error {
	texts := map[string]*string{
		"name": &e.Name, "entity": &e.Entity, "explode": &e.Explode, "out": &e.Out, "format": &e.Format, "time": &e.Time, "then_status": &e.ThenStatus,
	}
	lists := map[string]*[]string{"where": &e.Where, "columns": &e.Columns, "command": &e.Command}
	switches := map[string]*bool{"ignore_case": &e.IgnoreCase, "no_header": &e.NoHeader, "excel": &e.Excel}
	return f.members(node, func(key, value *yaml.Node) error {
		value = resolve(value)
		if to, is := texts[key.Value]; is {
			return f.textOf(to, key, value)
		}
		if to, is := lists[key.Value]; is {
			return f.textsOf(to, key, value)
		}
		if to, is := switches[key.Value]; is {
			return f.decoded(to, key, value, "true or false")
		}
		if key.Value == "limit" {
			return f.decoded(&e.Limit, key, value, "a whole number")
		}
		return f.unknown(key, false, slices.Concat(slices.Collect(maps.Keys(texts)), slices.Collect(maps.Keys(lists)),
			slices.Collect(maps.Keys(switches)), []string{"limit"}))
	})
}

func (f *file) textOf(to *string, key, value *yaml.Node) error {
	if value.Kind != yaml.ScalarNode {
		return f.fault(value.Line, "%s: %s: a text is expected", exportsKey, key.Value)
	}
	if !isNull(value) {
		*to = value.Value
	}
	return nil
}

// textsOf reads a list of texts, or one text.
func (f *file) textsOf(to *[]string, key, value *yaml.Node) error {
	switch {
	case isNull(value):
		return nil
	case value.Kind == yaml.ScalarNode:
		*to = []string{value.Value}
		return nil
	case value.Kind != yaml.SequenceNode || len(value.Content) == 0:
		return f.fault(value.Line, "%s: %s: a list of texts is expected", exportsKey, key.Value)
	}
	for _, word := range value.Content {
		if word = resolve(word); word.Kind != yaml.ScalarNode || isNull(word) {
			return f.fault(word.Line, "%s: %s: a list of texts is expected", exportsKey, key.Value)
		}
		*to = append(*to, word.Value)
	}
	return nil
}

func (f *file) decoded(to any, key, value *yaml.Node, expected string) error {
	if err := value.Decode(to); err != nil || value.Kind != yaml.ScalarNode {
		return f.fault(value.Line, "%s: %s: %s is expected", exportsKey, key.Value, expected)
	}
	return nil
}
