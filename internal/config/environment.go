package config

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/labels"
	"github.com/aimsio-cli/aimsio/internal/server"
)

// Environment is a server with a user name and settings, each ranked: flag, variable, its entry
// in the configuration, the configuration's top level, built in, default.
type Environment struct {
	Name string
	// URL ends in a slash. Its scheme is demo where the simulator inside the program is meant.
	URL *url.URL
	// Rate is in calls per second.
	Rate                             float64
	Parallel                         int
	ConnectTimeout, Timeout, MaxWait time.Duration
	TimeZone                         *time.Location
	// DayZone is where days begin at the milliseconds that the server sends for them.
	DayZone *time.Location
	CAFile  string
	// Mirror is where the local copy is, a path or an address, empty for the usual place. It may hold a
	// password, which Settings do not show.
	Mirror string
	Output string
	// ReadOnly refuses every write, Protected asks before one.
	ReadOnly, Protected bool
	// Guarded are the servers that some environment protects and that are known by their certificates: the
	// environment's name by the server's scheme, host and port.
	Guarded map[string]string
	// Parameters are the values of parameters that stand in the paths of an imported description, and Headers what goes
	// with every call, both by name.
	Parameters, Headers map[string]string
	// Web holds templates of the web addresses of records, by the entities' names.
	Web map[string]string
	// StatusGroups are sets of the account's statuses under names, in the order of the configuration.
	StatusGroups labels.Groups
	// Warnings are sentences about variables that were left out of account.
	Warnings []string

	settings    []Setting
	credentials *Credentials
	// headerCommands give the headers whose values are secret, by name.
	headerCommands map[string]passwordCommand
}

// Settings lists every setting of the environment with where its value came from, in the order
// of Definitions. A setting without a value has an empty one. The password is not among them.
func (e *Environment) Settings() []Setting { return e.settings }

// Setting gives one of Settings; an unknown key gives an empty one.
func (e *Environment) Setting(key string) Setting {
	for _, s := range e.settings {
		if s.Key == key {
			return s
		}
	}
	return Setting{Key: key}
}

// Demo tells that the server is the simulator inside the program.
func (e *Environment) Demo() bool { return e.URL.Scheme == "demo" }

// Mock tells that the server is the vendor's hosted mock, or that the environment is the built-in one of
// that name, wherever a variable leads it. It gets made-up credentials and never those of a user.
func (e *Environment) Mock() bool {
	return strings.EqualFold(e.Name, "mock") || e.URL.Hostname() == mockHost
}

// Open tells that no credentials of a user are needed.
func (e *Environment) Open() bool { return e.Demo() || e.Mock() }

// Origin is scheme, host and port of the server, the usual port left out: what a stored password is
// bound to.
func (e *Environment) Origin() string { return server.Origin(e.URL) }

// Credentials gives access to user name and password. It asks nothing yet.
func (e *Environment) Credentials() *Credentials { return e.credentials }

// Username gives the user name, or a *NoCredentialsError.
func (e *Environment) Username() (string, Source, error) { return e.credentials.Username() }

// Password finds the password, or fails with a *NoCredentialsError. See Credentials.Password.
func (e *Environment) Password(ctx context.Context) (string, Source, error) {
	return e.credentials.Password(ctx)
}

// SecretHeaders runs the commands that give the headers whose values are secret, by name; nil where there is none.
func (e *Environment) SecretHeaders() func(context.Context) (map[string]string, error) {
	if len(e.headerCommands) == 0 {
		return nil
	}
	return func(ctx context.Context) (map[string]string, error) {
		values := map[string]string{}
		for _, name := range slices.Sorted(maps.Keys(e.headerCommands)) {
			value, err := e.headerCommands[name].run(ctx)
			if err != nil {
				return nil, fmt.Errorf("%s of %s: %w", name, headerCommandsKey, err)
			}
			values[name] = value
		}
		return values, nil
	}
}
