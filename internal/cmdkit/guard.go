package cmdkit

import (
	"context"
	"errors"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// ErrNotConfirmed refuses a write that nobody confirmed, and that nobody is there to confirm.
var ErrNotConfirmed = errors.New("is protected: nothing was sent")

// GuardWrite lets a write to an environment begin, or refuses it with exit code 9. confirm is
// what --confirm says.
func (s *Server) GuardWrite(ctx context.Context, environment *config.Environment, confirm string) error {
	if err := s.GuardEarly(environment, confirm); err != nil {
		return err
	}
	return s.ConfirmWrite(ctx, environment, confirm)
}

// GuardEarly refuses what no answer of the user could allow, before any input is read.
func (s *Server) GuardEarly(environment *config.Environment, confirm string) error {
	name := environment.Name
	switch {
	case environment.ReadOnly:
		return fail.New(fail.Guarded, "", "environment %q (%s) is read-only (%s): nothing was sent",
			name, environment.URL, environment.Setting("read_only").Source)
	case confirm != "" && confirm != name:
		return fail.New(fail.Guarded, "", "--confirm says %q but the environment is %q: nothing was sent", confirm, name)
	case environment.Protected && confirm == "" && (!IsTerminal(s.streams.In) || !IsTerminal(s.streams.Err)):
		return fail.New(fail.Guarded, fmt.Sprintf("give --confirm %s if this is meant", name),
			"environment %q (%s) %w", name, environment.URL, ErrNotConfirmed)
	default:
		s.unconfirmed = !environment.Protected && confirm == ""
		return nil
	}
}

// ConfirmWrite names the environment that is written to and, where it is protected, has a person
// type that name.
func (s *Server) ConfirmWrite(ctx context.Context, environment *config.Environment, confirm string) error {
	name := environment.Name
	s.streams.Notef("writing to environment %s (%s)", name, environment.URL)
	if !environment.Protected || confirm == name {
		return nil
	}
	fmt.Fprintf(s.streams.Err, "%s is protected. Type its name to go on: ", name)
	typed, err := s.streams.ReadLine(ctx)
	if err != nil {
		return err
	}
	if typed != name {
		return fail.New(fail.Guarded, "", "the name was not typed: nothing was sent")
	}
	return nil
}
