package entity

import (
	"context"
	"fmt"
	"iter"
	"os"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/plan"
)

// diffOptions are what diff needs.
type diffOptions struct {
	*compareOptions

	save string
}

// NewDiffCommand makes the command diff of an entity.
func NewDiffCommand(a *cmdkit.Env, entity *api.Entity) *cobra.Command {
	o := diffOptions{compareOptions: newCompareOptions(a, entity)}
	cmd := &cobra.Command{
		Use:   "diff {-f FILE | GUID...}",
		Short: fmt.Sprintf("Show what a file, or --set, would change in %s", entity.Name),
		Long: fmt.Sprintf(`Hold a file against the %[1]s of the environment and say of each record what it would take to
make them alike: create, update with the fields old and new, unchanged, conflict. Nothing is written. With
differences it ends with code 8, without with 0. With --set, the records may be named as update names
them, by GUID or "-" for standard input.

--save keeps the plan with what the server has now, and "aimsio %[1]s apply PLAN" does exactly that.

--from compares with the records of another environment, by their business keys. What belongs to one
environment is left out; "aimsio promote" brings several entities over.`, entity.Name),
		Example: fmt.Sprintf(`  # what would change
  aimsio %[1]s diff --env demo -f changes.csv

  # keep the plan, and carry it out later
  aimsio %[1]s diff --env demo -f changes.csv --save plan.json
  aimsio %[1]s apply --env demo plan.json

  # what another environment has
  aimsio %[1]s diff --from sandbox --env portal`, entity.Name),
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runDiff(cmd.Context(), &o, args)
		},
		ValidArgsFunction: cmdkit.CompleteRecords(a, entity),
	}
	o.addSet(a, cmd)
	o.addCompareFlags(a, cmd)
	cmd.Flags().BoolVar(&o.complete, "complete", false, "list the records too that the server has and the file does not name")
	cmd.Flags().StringVar(&o.save, "save", "", "keep the plan in this file, for apply")
	return cmd
}

func runDiff(ctx context.Context, o *diffOptions, args []string) error {
	if err := o.checkSource(args); err != nil {
		return err
	}
	printer, err := o.printing.PlanPrinter(o.output)
	if err != nil {
		return err
	}
	o.files = []cmdkit.NamedFile{{Flag: "--save", Path: o.save}}
	o.AllowUnknown = o.AllowUnknown || o.from != "" // the other server has them
	setup, err := o.setupFor(printer.Printer, nil)
	if err != nil {
		return err
	}
	setup.Refused = nil // nothing is written
	run, err := bulk.Plan(setup, o.Options)
	if err != nil {
		return err
	}
	kept, err := beginPlan(o.streams, o.save)
	if err != nil {
		return err
	}
	made, err := o.compared(ctx, setup, run, args)
	if err == nil {
		defer cmdkit.CloseQuietly(made)
	}
	if err := keepPlan(kept, made, err); err != nil {
		return err
	}
	if err := printer.Print(ctx, made, setup.Words(o.entity.Fields)); err != nil {
		return err
	}
	if made.Counts.Differs() {
		return fail.New(fail.Different, "", "%s differ", o.entity.Name)
	}
	return nil
}

// checkSource sees that there is something to compare with.
func (o *diffOptions) checkSource(args []string) error {
	switch {
	case o.from != "" && (len(args) > 0 || o.File != ""):
		return fail.Usagef("--from names the records already: leave out -f and GUIDs; --select takes some of them")
	case o.from != "":
		return nil
	case len(args) > 0 && o.File != "":
		return fail.Usagef("give either GUIDs or -f FILE, not both")
	case len(args) > 0 && len(o.Set) == 0:
		return fail.Usagef("diff of records that are named needs what would change: give --set field=value")
	case len(args) == 0 && o.File == "":
		return fail.Usagef("diff needs records to compare with: give -f FILE, --from ENVIRONMENT, or GUIDs and --set")
	default:
		return nil
	}
}

// compared makes the plan of what there is to compare with.
func (o *diffOptions) compared(ctx context.Context, setup bulk.Setup, run *bulk.Run, args []string) (*plan.Plan, error) {
	if o.from != "" {
		made, _, err := o.makeFrom(ctx, setup, run)
		return made, err
	}
	source, err := o.open(ctx, run, args)
	if err != nil {
		return nil, err
	}
	defer source.Close()
	return o.make(ctx, setup, run, source)
}

// open gives the records of the file, or those that are named.
func (o *diffOptions) open(ctx context.Context, run *bulk.Run, args []string) (*bulk.Source, error) {
	if len(args) == 0 {
		return run.Open(ctx)
	}
	source, _, err := run.Named(ctx, func(broken *error) iter.Seq[string] { return o.streams.Words(ctx, args, broken) })
	return source, err
}

// beginPlan begins the file of --save, before anything is called, so that a plan is not made for nothing; nil where
// none is named.
func beginPlan(streams *cmdkit.Streams, path string) (*cmdkit.OutputFile, error) {
	if path == "" {
		return nil, nil //nolint:nilnil // it is not kept
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fail.Usagef("--save %s is a folder: give the name of a file", path)
	}
	return streams.OpenOutput(path)
}

// keepPlan writes a plan to its file, whole or not at all: not where err says that there is none, which it gives back.
func keepPlan(file *cmdkit.OutputFile, made *plan.Plan, err error) error {
	if file == nil {
		return err
	}
	if err == nil {
		_, err = made.WriteTo(file)
	}
	return file.Finish(err)
}

// savePlan writes a plan that is made to the file of --save, if one is named.
func savePlan(streams *cmdkit.Streams, path string, made *plan.Plan) error {
	file, err := beginPlan(streams, path)
	if err != nil {
		return err
	}
	return keepPlan(file, made, nil)
}
