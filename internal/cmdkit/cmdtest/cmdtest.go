// Package cmdtest gives the tests of commands what a command is made with: a run with streams, variables and a
// clock of the test. What is tested does not come in here.
package cmdtest

import (
	"bytes"
	"context"
	"io"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// Version is that of the program, and User and Password are those that calls are made with.
const (
	Version  = "1.2.3"
	User     = "integration"
	Password = "sésame: öffne dich" //nolint:gosec // it opens nothing
)

// Run is what a command is made with, and what it prints.
type Run struct {
	*cmdkit.Env

	// Printed and Said are standard output and standard error.
	Printed, Said *bytes.Buffer
}

// Variables keep a run away from the machine. It works with the environment sandbox, at a server.
func Variables(t testing.TB, server string) map[string]string {
	t.Helper()
	home := t.TempDir()
	return map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": home + "/config", "XDG_STATE_HOME": home + "/state",
		"DBUS_SESSION_BUS_ADDRESS": "unix:path=" + home + "/no-keyring",
		"AIMSIO_ENV":               "sandbox", "AIMSIO_URL": server, "AIMSIO_USERNAME": User, "AIMSIO_PASSWORD": Password,
		"AIMSIO_RATE": "1000",
	}
}

// New makes a run with variables, to which further ones come as "NAME=value", and an input.
func New(t testing.TB, variables map[string]string, input string, further ...string) *Run {
	t.Helper()
	return With(t, spec.Description{Catalog: api.Builtin()}, variables, input, further...)
}

// With is New with another description.
func With(t testing.TB, described spec.Description, variables map[string]string, input string, further ...string) *Run {
	t.Helper()
	variables = maps.Clone(variables)
	for _, variable := range further {
		name, value, _ := strings.Cut(variable, "=")
		variables[name] = value
	}
	r := &Run{Printed: &bytes.Buffer{}, Said: &bytes.Buffer{}}
	r.Env = cmdkit.NewEnv(cmdkit.System{
		In: strings.NewReader(input), Out: r.Printed, Err: r.Said,
		Getenv: func(name string) (string, bool) { value, set := variables[name]; return value, set },
		Now:    time.Now, Local: time.UTC, Version: Version,
	}, described, nil)
	t.Cleanup(r.Close)
	return r
}

// Do carries a command out as it is called with arguments, and gives how it ends.
func Do(ctx context.Context, command *cobra.Command, args ...string) error {
	command.SetArgs(args)
	command.SetOut(io.Discard)
	command.SetErr(io.Discard)
	command.SilenceErrors, command.SilenceUsage = true, true
	return command.ExecuteContext(ctx)
}
