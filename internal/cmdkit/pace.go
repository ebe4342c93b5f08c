package cmdkit

import (
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/pace"
)

// PaceOf says which pace calls to an environment keep: one that all processes share that call the
// same server as the same user. The demo is no server, so each process has its own.
func (s *Server) PaceOf(environment *config.Environment, user string) pace.Options {
	options := pace.Options{
		Rate:     environment.Rate,
		Parallel: environment.Parallel,
		Command:  s.invocation.Command,
		Notice:   func(line string) { s.streams.Notef("%s", line) },
	}
	if environment.Demo() {
		return options
	}
	state, err := s.settings.StateDir()
	if err != nil {
		s.streams.Notef("warning: the pace is not shared with other commands: %s", err)
		return options
	}
	options.Folder = pace.Folder(state, environment.Origin(), user)
	return options
}

// newPace makes the pace of a client, which ends with the run.
func (s *Server) newPace(environment *config.Environment, user string) *pace.Pace {
	made := pace.New(s.PaceOf(environment, user))
	s.invocation.AtEnd(made.Close)
	return made
}
