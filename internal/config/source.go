package config

import "fmt"

// Origin is the kind of place that a value came from.
type Origin string

// The places that values come from.
const (
	FromFlag          Origin = "flag"
	FromVariable      Origin = "variable"
	FromConfiguration Origin = "configuration"
	FromBuiltin       Origin = "built-in"
	FromDefault       Origin = "default"
	FromKeyring       Origin = "keyring"
	FromCommand       Origin = "command"
	FromFile          Origin = "file"
	// FromEnvironment is another environment of the same server.
	FromEnvironment Origin = "environment"
)

// Source says where a value came from.
type Source struct {
	Kind Origin
	// Name is the flag ("--env"), the variable ("AIMSIO_ENV"), the path of the file, the built-in
	// environment or the command's name; empty for a default.
	Name string
	// Line is the line in the configuration file, counted from 1, else 0.
	Line int
	// Assumed tells that a default stands for what Aimsio does not document.
	Assumed bool
}

// String is the source in a few words: "variable AIMSIO_ENV", "configuration /x/config.yaml:12",
// "default (assumed)".
func (s Source) String() string {
	switch {
	case s.Assumed:
		return fmt.Sprintf("%s (assumed)", s.Kind)
	case s.Name == "":
		return string(s.Kind)
	case s.Line > 0:
		return fmt.Sprintf("%s %s:%d", s.Kind, s.Name, s.Line)
	default:
		return fmt.Sprintf("%s %s", s.Kind, s.Name)
	}
}

// Setting is one value and where it came from. A password is never one.
type Setting struct {
	Key    string
	Value  string
	Source Source
}
