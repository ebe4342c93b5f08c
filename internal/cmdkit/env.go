// Package cmdkit is what every command needs: the run that it is part of, with its streams, configuration,
// environment and the things made of them when first asked for; flags that several commands share, and their
// completion; output, notes and errors as the user gets them. What one command alone does, and what is decided
// about records, does not come in.
package cmdkit

import (
	"sync"

	"github.com/aimsio-cli/aimsio/internal/spec"
)

// Env is what the constructors of the commands of one run are given, so that each can hand on to its run
// function what that needs, and no more. What costs time, or may be broken, is made when a command first asks
// for it, so that help and completion work on any machine.
type Env struct {
	*Invocation
	*Streams
	*Settings
	*Output
	*Server
	*Mirrors
}

// NewEnv makes what a run on a machine needs, with the entities of a description. It opens and reads nothing.
func NewEnv(machine System, described spec.Description, args []string) *Env {
	invocation := &Invocation{Version: machine.VersionName(), Args: args, Catalog: described.Catalog, Described: described}
	streams := &Streams{In: machine.In, Out: machine.Out, Err: machine.Err, terminal: machine.Err, screen: machine.Out, environ: machine.Environ}
	if streams.environ == nil {
		streams.environ = func() []string { return nil }
	}
	settings := &Settings{
		streams: streams, Getenv: machine.Getenv, Now: machine.Now, Dial: machine.Dial,
		Local: machine.Local, LocalFault: machine.LocalFault,
	}
	settings.Load = sync.OnceValues(settings.loadConfig)
	settings.Environment = sync.OnceValues(settings.chooseEnvironment)
	server := &Server{invocation: invocation, streams: streams, settings: settings}
	server.Session = sync.OnceValues(server.makeSession)
	return &Env{
		Invocation: invocation, Streams: streams, Settings: settings, Server: server,
		Output:  &Output{invocation: invocation, streams: streams, settings: settings},
		Mirrors: &Mirrors{invocation: invocation, streams: streams, settings: settings},
	}
}
