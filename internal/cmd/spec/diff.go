package spec

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/text"
)

func newSpecDiffCommand(a *cmdkit.Env) *cobra.Command {
	var options specOptions
	cmd := &cobra.Command{
		Use:   "diff FILE|URL|-",
		Short: "Compare an API description with the one in use",
		Long: `Compare an API description with the one in use, and change nothing. The output is a row for each
difference: entities, verbs, paths, fields, types, what is required, fixed values. Exit code 8 says
that there are differences, 0 that there are none.`,
		Example: `  aimsio spec diff openapi.yaml

  # the fields that are new
  aimsio spec diff openapi.yaml -o json --jq '.[] | select(.kind == "new")'`,
		Args: cmdkit.OneArg("FILE, URL or -"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runSpecDiff(cmd.Context(), a, args[0], options)
		},
	}
	options.add(cmd)
	return cmd
}

func runSpecDiff(ctx context.Context, a *cmdkit.Env, name string, options specOptions) error {
	made, err := readCandidate(ctx, a, name, a.Described)
	if err != nil {
		return err
	}
	rows := made.rows(a.Catalog, false)
	if err := a.PrintRows(ctx, options.output, cmdkit.RowLayout(specRow{}, "kind", "entity", "what", "old", "new"), cmdkit.RowsOf(rows)); err != nil {
		return err
	}
	if len(rows) == 0 {
		a.Notef("no difference to the API description in use, which is %s", a.Described.Origin())
		return nil
	}
	return fail.New(fail.Different, "", "%s to the API description in use, which is %s", text.Counted(len(rows), "difference"), a.Described.Origin())
}
