package config

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/labels"
)

// file is what the configuration file says.
type file struct {
	path    string
	top     map[string]Setting
	entries []entry
	// names are those of entities, in the order of the file.
	names []api.Naming
	// maps are named sets of heads.
	maps     []HeadMap
	warnings []string
	// handedOver are the exports of all environments.
	handedOver []Export
	// read tells that the file itself is sound, whatever stands in it.
	read bool
}

// entry is one element of environments.
type entry struct {
	name   string
	line   int
	values map[string]Setting
	// arguments is a password command that was given as a list.
	arguments []string
	// parameters, headers, headerCommands and web are by their names.
	parameters, headers, headerCommands, web map[string]Setting
	groups                                   []statusGroup
	handedOver                               []Export
}

func (f *file) warn(line int, text string) {
	f.warnings = append(f.warnings, (&FileError{Path: f.path, Line: line, Problem: text}).Error())
}

func (f *file) fault(line int, format string, args ...any) error {
	return &FileError{Path: f.path, Line: line, Problem: fmt.Sprintf(format, args...)}
}

func (f *file) entry(name string) *entry {
	for i := range f.entries {
		if f.entries[i].name == name {
			return &f.entries[i]
		}
	}
	return nil
}

// HeadMap is a named set of heads of files, each with the field that it means.
type HeadMap struct {
	Name string
	// Entity is the one that the set is for; empty for any.
	Entity string
	Heads  map[string]string
}

// statusGroup is a set of statuses under a name, with where it stands.
type statusGroup struct {
	group  labels.Group
	source Source
}
