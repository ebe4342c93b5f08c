package cmdkit

import (
	"slices"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/server"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// Elsewhere gives what a run needs to read from another environment than the one it works with: that one's settings,
// server, credentials, pace and mirror. What the run says of the address or the mirror of its own environment does not
// hold there.
func (e *Env) Elsewhere(name string) *Env {
	settings := *e.Settings
	settings.Flags.Env, settings.Flags.mirror = name, ""
	settings.Getenv = func(variable string) (string, bool) {
		if slices.Contains([]string{"AIMSIO_URL", "AIMSIO_MIRROR"}, variable) {
			return "", false
		}
		return e.Getenv(variable)
	}
	settings.Load = sync.OnceValues(func() (*config.Config, error) {
		return config.Load(config.Options{Getenv: settings.Getenv, Flags: settings.Flags.given(), Stderr: e.terminal})
	})
	settings.Environment = sync.OnceValues(settings.chooseEnvironment)
	other := &Server{invocation: e.Invocation, streams: e.Streams, settings: &settings}
	other.Session = sync.OnceValues(func() (*session.Session, error) {
		made, err := other.makeSession()
		e.Hide = append(e.Hide, other.Hide...)
		return made, err
	})
	return &Env{
		Invocation: e.Invocation, Streams: e.Streams, Settings: &settings, Server: other, Output: e.Output,
		Mirrors: &Mirrors{invocation: e.Invocation, streams: e.Streams, settings: &settings},
	}
}

// Source chooses the environment that records are taken from, and refuses the one that they would go to, by whatever
// name or address.
func (e *Env) Source(name string) (*Env, error) {
	target, err := e.Environment()
	if err != nil {
		return nil, err
	}
	from := e.Elsewhere(name)
	source, err := from.Environment()
	if err != nil {
		return nil, fail.Usagef("--from: %w", err)
	}
	if source.Name == target.Name || server.Identity(source.URL) == server.Identity(target.URL) {
		return nil, fail.Usagef("--from %s and --env %s are the same server (%s): nothing can go from it to itself", source.Name, target.Name, target.URL)
	}
	return from, nil
}
