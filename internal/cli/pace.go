package cli

import (
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/pace"
)

// paceOf says which pace calls to an environment keep: one that all processes share that call the
// same server as the same user. The demo is no server, so each process has its own.
func (a *app) paceOf(environment *config.Environment, user string) pace.Options {
	options := pace.Options{
		Rate:     environment.Rate,
		Parallel: environment.Parallel,
		Command:  a.command,
		Notice:   func(line string) { a.notef("%s", line) },
	}
	if environment.Demo() {
		return options
	}
	state, err := a.stateDir()
	if err != nil {
		a.notef("warning: the pace is not shared with other commands: %s", err)
		return options
	}
	options.Folder = pace.Folder(state, environment.Origin(), user)
	return options
}

// newPace makes the pace of a client, which ends with the run.
func (a *app) newPace(environment *config.Environment, user string) *pace.Pace {
	made := pace.New(a.paceOf(environment, user))
	a.closers = append(a.closers, made.Close)
	return made
}
