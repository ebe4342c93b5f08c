package cli

import (
	"context"

	"github.com/spf13/cobra"
)

func newSpecDiffCommand(a *app) *cobra.Command {
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
		Args: oneArg("FILE, URL or -"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runSpecDiff(cmd.Context(), args[0], options)
		},
	}
	options.add(cmd)
	return cmd
}

func (a *app) runSpecDiff(ctx context.Context, name string, options specOptions) error {
	made, err := a.readCandidate(ctx, name, a.described, options)
	if err != nil {
		return err
	}
	rows := made.rows(a.catalog, false)
	if err := a.printRows(ctx, options.output, rowShape(specRow{}, "kind", "entity", "what", "old", "new"), rowsOf(rows)); err != nil {
		return err
	}
	if len(rows) == 0 {
		a.notef("no difference to the API description in use, which is %s", a.described.origin())
		return nil
	}
	return failf(exitDifferent, "", "%s to the API description in use, which is %s", counted(len(rows), "difference"), a.described.origin())
}
