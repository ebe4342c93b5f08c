// Package doctor holds the command that finds out what stands between the program and the server, step by step.
package doctor

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// doctorOptions are what "doctor" needs, which is what any other command would use.
type doctorOptions struct {
	*cmdkit.Settings
	*cmdkit.Output
	*cmdkit.Server
	*cmdkit.Mirrors

	version   func() cmdkit.VersionRow
	described spec.Description
	output    cmdkit.OutputFlags
}

// NewDoctorCommand makes the command doctor.
func NewDoctorCommand(env *cmdkit.Env) *cobra.Command {
	o := doctorOptions{
		Settings: env.Settings, Output: env.Output, Server: env.Server, Mirrors: env.Mirrors,
		version: env.VersionRow, described: env.Described,
	}
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check everything that stands between you and your records",
		Long: `Check the configuration, the state folder, the credentials and where they come from, the way to
the server (proxy, name, connection, certificate), its clock, the authentication, and for each
entity whether it can be read. Each entity takes one call, of whose answer only the beginning is
read; up to twelve records are read besides, to see in which zone their days begin. Nothing is
written to the server, and the password is never shown.

A row is ok, warning, failed or skipped. What depends on a failed check is skipped. The row says
what was found and what to do about it.

The exit code is 0 if no check failed, warnings or not. Else it is that of the first failure: 2 for
the configuration or the choice of environment, 3 for credentials and permissions, 4 where the
server does not know a path, 7 where it cannot be reached or keeps refusing, 1 for all else.`,
		Example: `  aimsio doctor --env demo

  # what is wrong, and what to do
  aimsio doctor --env demo -o ndjson --jq 'select(.result == "failed") | .check + ": " + .advice'

  # before a job
  aimsio doctor --env demo -q --out doctor.json -o json && aimsio joborders list --env demo --full`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDoctor(cmd.Context(), &o)
		},
	}
	o.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(row{}) })
	return cmd
}

// runDoctor prints each row as soon as its check is made, where the format allows.
func runDoctor(ctx context.Context, o *doctorOptions) error {
	p, err := o.Printer(o.output, cmdkit.RowLayout(row{}, "check", "result", "detail", "advice").Keeping("check", "result").Wrapping("detail", "advice"))
	if err != nil {
		return err
	}
	out, err := p.Open(ctx)
	if err != nil {
		return err
	}
	var made run
	for found := range made.rows(ctx, o.checks()) {
		if err := out.WriteRow(found); err != nil {
			return out.Finish(err)
		}
	}
	if err := out.Finish(context.Cause(ctx)); err != nil {
		return err
	}
	return made.verdict()
}
