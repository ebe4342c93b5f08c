package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/config"
)

// errNotConfirmed refuses a write that nobody confirmed, and that nobody is there to confirm.
var errNotConfirmed = errors.New("is protected: nothing was sent")

// guardWrite lets a write to an environment begin, or refuses it with exit code 9. confirm is
// what --confirm says.
func (a *app) guardWrite(ctx context.Context, environment *config.Environment, confirm string) error {
	if err := a.guardEarly(environment, confirm); err != nil {
		return err
	}
	return a.confirmWrite(ctx, environment, confirm)
}

// guardEarly refuses what no answer of the user could allow, before any input is read.
func (a *app) guardEarly(environment *config.Environment, confirm string) error {
	name := environment.Name
	switch {
	case environment.ReadOnly:
		return failf(exitGuarded, "", "environment %q (%s) is read-only (%s): nothing was sent",
			name, environment.URL, environment.Setting("read_only").Source)
	case confirm != "" && confirm != name:
		return failf(exitGuarded, "", "--confirm says %q but the environment is %q: nothing was sent", confirm, name)
	case environment.Protected && confirm == "" && (!isTerminal(a.world.In) || !isTerminal(a.world.Err)):
		return failf(exitGuarded, fmt.Sprintf("give --confirm %s if this is meant", name),
			"environment %q (%s) %w", name, environment.URL, errNotConfirmed)
	default:
		a.unconfirmed = !environment.Protected && confirm == ""
		return nil
	}
}

// confirmWrite names the environment that is written to and, where it is protected, has a person
// type that name.
func (a *app) confirmWrite(ctx context.Context, environment *config.Environment, confirm string) error {
	name := environment.Name
	a.notef("writing to environment %s (%s)", name, environment.URL)
	if !environment.Protected || confirm == name {
		return nil
	}
	fmt.Fprintf(a.world.Err, "%s is protected. Type its name to go on: ", name)
	typed, err := a.typed(ctx)
	if err != nil {
		return err
	}
	if typed != name {
		return failf(exitGuarded, "", "the name was not typed: nothing was sent")
	}
	return nil
}

// typed gives the line that a person types, without blanks around it; nothing where the input ends.
func (a *app) typed(ctx context.Context) (string, error) {
	line, err := bufio.NewReader(a.stdin(ctx)).ReadString('\n')
	if err != nil {
		fmt.Fprintln(a.world.Err)
	}
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	return strings.TrimSpace(line), nil
}
