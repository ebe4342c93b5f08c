package config

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// entitiesKey is the list of names and keys for the entities of an imported API description.
const entitiesKey = "entities"

// The keys of an environment that hold values by name: those of parameters in paths, of headers, and of commands
// whose first line of output is a header that is secret.
const (
	parametersKey     = "parameters"
	headersKey        = "headers"
	headerCommandsKey = "header_commands"
)

// webKey holds the templates of the web addresses of an environment's records by entity.
const webKey = "web"

// groupsKey holds sets of statuses of an environment by name.
const groupsKey = "status_groups"

// unknown warns of a key that means nothing where it stands. One that was meant as a guard is a fault: who
// wrote it believes that writes are held back.
func (f *file) unknown(key *yaml.Node, misplaced bool, known []string) error {
	if near := api.Nearest(key.Value, guardKeys(), 1); len(near) > 0 {
		return f.fault(key.Line, "the key %q guards nothing here; %s of an environment does", key.Value, near[0])
	}
	text := fmt.Sprintf("unknown key %q", key.Value)
	switch near := api.Nearest(key.Value, known, 2); {
	case key.Value == "password":
		text = "a password in this file is not used: take it out and run `aimsio auth login`"
	case misplaced:
		text = fmt.Sprintf("the key %q has no effect here", key.Value)
	case len(near) > 0:
		text += fmt.Sprintf("; did you mean %s?", strings.Join(near, " or "))
	}
	f.warn(key.Line, text)
	return nil
}

// guardKeys are the settings that hold writes back.
func guardKeys() []string {
	var keys []string
	for _, d := range Definitions() {
		if d.Guard {
			keys = append(keys, d.Key)
		}
	}
	return keys
}

func topLevelKeys() []string {
	keys := []string{"environments", entitiesKey, exportsKey, mapsKey}
	for _, d := range Definitions() {
		if d.Scope == OfProgram || d.TopLevel {
			keys = append(keys, d.Key)
		}
	}
	return keys
}

func entryKeys() []string {
	keys := []string{"name", parametersKey, headersKey, headerCommandsKey, groupsKey, webKey, exportsKey}
	for _, d := range environmentDefinitions() {
		keys = append(keys, d.Key)
	}
	return keys
}
