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

// NewVersionCommand makes the command version.
func NewVersionCommand(a *cmdkit.Env) *cobra.Command {
	var flags cmdkit.OutputFlags
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Tell the program's version",
		Long:  "Tell the program's version, what it was built from, and the version of the API it knows.",
		Example: `  aimsio version

  # the number alone
  aimsio version -o json --jq .version`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runVersion(cmd.Context(), a, flags)
		},
	}
	flags.Add(cmd, func() []api.Field { return cmdkit.RowFields(cmdkit.VersionRow{}) })
	return cmd
}

// runVersion prints one line for people, and a record in every format for scripts.
func runVersion(ctx context.Context, a *cmdkit.Env, flags cmdkit.OutputFlags) error {
	row := a.VersionRow()
	format, err := a.Format(flags, output.Table)
	if err != nil {
		return err
	}
	if format != output.Table || flags.Columns != nil {
		return a.PrintRow(ctx, flags, cmdkit.RowLayout(cmdkit.VersionRow{}), row)
	}
	out, err := a.OpenOutput(flags.Out)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "aimsio %s (%s)\n", row.Version, text.Safe(strings.Join(row.Details(), ", ")))
	return out.Finish(cmdkit.WrapWrite(err))
}
