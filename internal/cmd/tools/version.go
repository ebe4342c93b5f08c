package tools

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// versionOptions are what "version" needs.
type versionOptions struct {
	*cmdkit.Streams
	*cmdkit.Output

	version func() cmdkit.VersionRow
	output  cmdkit.OutputFlags
}

// NewVersionCommand makes the command version.
func NewVersionCommand(env *cmdkit.Env) *cobra.Command {
	o := versionOptions{Streams: env.Streams, Output: env.Output, version: env.VersionRow}
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Tell the program's version",
		Long:  "Tell the program's version, what it was built from, and the version of the API it knows.",
		Example: `  aimsio version

  # the number alone
  aimsio version -o json --jq .version`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runVersion(cmd.Context(), &o)
		},
	}
	o.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(cmdkit.VersionRow{}) })
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
