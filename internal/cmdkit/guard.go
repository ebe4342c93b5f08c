package cmdkit

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// ErrNotConfirmed refuses a write that nobody confirmed, and that nobody is there to confirm.
var ErrNotConfirmed = errors.New("is protected: nothing was sent")

// GuardWrite lets a write to an environment begin, or refuses it with exit code 9. confirm is
// what --confirm says.
func (a *Env) GuardWrite(ctx context.Context, environment *config.Environment, confirm string) error {
	if err := a.GuardEarly(environment, confirm); err != nil {
		return err
	}
	return a.ConfirmWrite(ctx, environment, confirm)
}

// GuardEarly refuses what no answer of the user could allow, before any input is read.
func (a *Env) GuardEarly(environment *config.Environment, confirm string) error {
	name := environment.Name
	switch {
	case environment.ReadOnly:
		return fail.New(fail.Guarded, "", "environment %q (%s) is read-only (%s): nothing was sent",
			name, environment.URL, environment.Setting("read_only").Source)
	case confirm != "" && confirm != name:
		return fail.New(fail.Guarded, "", "--confirm says %q but the environment is %q: nothing was sent", confirm, name)
	case environment.Protected && confirm == "" && (!IsTerminal(a.World.In) || !IsTerminal(a.World.Err)):
		return fail.New(fail.Guarded, fmt.Sprintf("give --confirm %s if this is meant", name),
			"environment %q (%s) %w", name, environment.URL, ErrNotConfirmed)
	default:
		a.unconfirmed = !environment.Protected && confirm == ""
		return nil
	}
}

// ConfirmWrite names the environment that is written to and, where it is protected, has a person
// type that name.
func (a *Env) ConfirmWrite(ctx context.Context, environment *config.Environment, confirm string) error {
	name := environment.Name
	a.Notef("writing to environment %s (%s)", name, environment.URL)
	if !environment.Protected || confirm == name {
		return nil
	}
	fmt.Fprintf(a.World.Err, "%s is protected. Type its name to go on: ", name)
	typed, err := a.ReadLine(ctx)
	if err != nil {
		return err
	}
	if typed != name {
		return fail.New(fail.Guarded, "", "the name was not typed: nothing was sent")
	}
	return nil
}

// ReadLine gives the line that a person types, without blanks around it; nothing where the input ends.
func (a *Env) ReadLine(ctx context.Context) (string, error) {
	line, err := bufio.NewReader(a.Stdin(ctx)).ReadString('\n')
	if err != nil {
		fmt.Fprintln(a.World.Err)
	}
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	return strings.TrimSpace(line), nil
}
