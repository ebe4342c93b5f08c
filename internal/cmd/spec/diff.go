package spec

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// diffOptions are what "spec diff" needs.
type diffOptions struct {
	*cmdkit.Streams
	*cmdkit.Output

	candidates candidates
	inUse      spec.Description
	wanted     wanted
	output     cmdkit.OutputFlags
}

func newSpecDiffCommand(env *cmdkit.Env) *cobra.Command {
	o := diffOptions{Streams: env.Streams, Output: env.Output, candidates: candidatesOf(env), inUse: env.Described}
	cmd := &cobra.Command{
		Use:   "diff FILE|URL|-|--vendor",
		Short: "Compare an API description with the one in use",
		Long: `Compare an API description with the one in use, and change nothing. The output is a row for each
difference: entities, verbs, paths, fields, types, what is required, fixed values. Exit code 8 says
that there are differences, 0 that there are none. Overlays correct it first, as in "spec import", and --vendor
looks for the vendor's own as it does.`,
		Example: `  aimsio spec diff openapi.yaml

  # the fields that are new
  aimsio spec diff openapi.yaml -o json --jq '.[] | select(.kind == "new")'`,
		Args: oneSource(&o.wanted),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.wanted.name = strings.Join(args, "")
			return runSpecDiff(cmd.Context(), &o)
		},
	}
	o.wanted.addVendor(cmd)
	o.wanted.overlays.add(cmd)
	addRowFlags(cmd, &o.output)
	return cmd
}

func runSpecDiff(ctx context.Context, o *diffOptions) error {
	made, err := o.candidates.read(ctx, o.wanted, o.inUse)
	if err != nil {
		return err
	}
	made.tell(o.Streams)
	rows := made.rows(o.inUse.Catalog, false)
	shown := cmdkit.RowLayout(specRow{}, "kind", "entity", "what", "old", "new").Keeping("kind", "what")
	if err := o.PrintRows(ctx, o.output, shown, cmdkit.RowsOf(rows)); err != nil {
		return err
	}
	if len(rows) == 0 {
		o.Notef("no difference to the API description in use, which is %s", o.inUse.Origin())
		return nil
	}
	return fail.New(fail.Different, "", "%s to the API description in use, which is %s", text.Counted(len(rows), "difference"), o.inUse.Origin())
}
