package tools

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fetch"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/releases"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// versionOptions are what "version" needs.
type versionOptions struct {
	*cmdkit.Streams
	*cmdkit.Output

	version func() cmdkit.VersionRow
	fetcher fetch.Fetcher
	check   bool
	output  cmdkit.OutputFlags
}

// NewVersionCommand makes the command version.
func NewVersionCommand(env *cmdkit.Env) *cobra.Command {
	o := versionOptions{
		Streams: env.Streams, Output: env.Output, version: env.VersionRow,
		fetcher: fetch.Fetcher{Getenv: env.Getenv, Dial: env.Dial, Version: env.Version},
	}
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Tell the program's version",
		Long: `Tell the program's version, what it was built from, and the version of the API it knows.

--check asks once, without any credentials, which release is the newest, and tells whether that is newer
(-o json: version, newest, update, url). The program never asks by itself. AIMSIO_RELEASES names another place than
` + releases.Address + `, such as a copy of your own. Where it cannot be asked within
15 s the exit code is 7.`,
		Example: `  aimsio version

  # the number alone
  aimsio version -o json --jq .version

  # is there a newer release? available, none or unknown
  aimsio version --check -o json --jq .update`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.check {
				return checkVersion(cmd.Context(), &o)
			}
			return runVersion(cmd.Context(), &o)
		},
	}
	cmd.Flags().BoolVar(&o.check, "check", false, "ask for a newer release")
	o.output.Add(cmd, func() []api.Field {
		if o.check {
			return cmdkit.RowFields(checkRow{})
		}
		return cmdkit.RowFields(cmdkit.VersionRow{})
	})
	return cmd
}

// runVersion prints one line for people, and a record in every format for scripts.
func runVersion(ctx context.Context, o *versionOptions) error {
	row := o.version()
	format, err := o.Format(o.output, output.Table)
	if err != nil {
		return err
	}
	if format != output.Table || o.output.Columns != nil {
		return o.PrintRow(ctx, o.output, cmdkit.RowLayout(cmdkit.VersionRow{}), row)
	}
	out, err := o.OpenOutput(o.output.Out)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "aimsio %s (%s)\n", row.Version, text.Safe(strings.Join(row.Details(), ", ")))
	return out.Finish(cmdkit.WrapWrite(err))
}
