package entity

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// applyOptions are what apply needs.
type applyOptions struct {
	*compareOptions

	yes, skipConflicts bool
}

// NewApplyCommand makes the command apply of an entity.
func NewApplyCommand(a *cmdkit.Env, entity *api.Entity) *cobra.Command {
	o := applyOptions{compareOptions: newCompareOptions(a, entity)}
	cmd := &cobra.Command{
		Use:   "apply [PLAN]",
		Short: fmt.Sprintf("Carry out a plan, or make %s what a file says", entity.Name),
		Long: fmt.Sprintf(`Carry out a plan that "aimsio %[1]s diff --save" kept, or make the plan of a file, show it, ask
and carry it out. Only what differs is sent.

A record that changed on the server since the plan was made is a conflict: then nothing is sent
(code 9), unless --skip-conflicts sends the others.`, entity.Name),
		Example: fmt.Sprintf(`  # show, ask, carry out
  aimsio %[1]s apply --env demo -f changes.csv

  # without asking, as in a script
  aimsio %[1]s apply --env demo -f changes.csv --yes --max-changes 50

  # what another environment has
  aimsio %[1]s apply --from sandbox --env portal`, entity.Name),
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case o.from != "" && (len(args) > 0 || o.File != ""):
				return fail.Usagef("--from names the records already: leave out the plan and -f")
			case o.from != "":
				return runApplyFrom(cmd.Context(), &o)
			case len(args) == 0 && o.File == "":
				return fail.Usagef("apply needs a plan, -f FILE, or --from ENVIRONMENT")
			case len(args) > 0 && o.File != "":
				return fail.Usagef("give either a plan or -f FILE, not both")
			case len(args) > 0:
				return runApplyPlan(cmd.Context(), &o, args[0])
			default:
				return runApplyFile(cmd.Context(), &o)
			}
		},
	}
	o.addCompareFlags(a, cmd)
	o.addWriteFlags(a, cmd)
	cmd.Flags().BoolVar(&o.yes, "yes", false, "carry the plan out without asking")
	cmd.Flags().BoolVar(&o.skipConflicts, "skip-conflicts", false, "send what has no conflict, although others have")
	return cmd
}

// runApplyFile makes the plan of a file and carries it out.
func runApplyFile(ctx context.Context, o *applyOptions) error {
	setup, run, err := o.start()
	if err != nil {
		return err
	}
	source, err := run.Open(ctx)
	if err != nil {
		return err
	}
	defer source.Close()
	made, err := o.make(ctx, setup, run, source)
	if err != nil {
		return err
	}
	defer cmdkit.CloseQuietly(made)
	if err := o.show(ctx, setup.Words(o.entity.Fields), made); err != nil {
		return err
	}
	return run.Apply(ctx, bulk.Applying{Plan: made, Source: source, Store: o.copy, SkipConflicts: o.skipConflicts})
}

// runApplyFrom makes the plan of the records of another environment and carries it out.
func runApplyFrom(ctx context.Context, o *applyOptions) error {
	o.AllowUnknown = true // the other server has them
	setup, run, err := o.start()
	if err != nil {
		return err
	}
	made, source, err := o.makeFrom(ctx, setup, run)
	if err != nil {
		return err
	}
	defer cmdkit.CloseQuietly(made)
	if err := o.show(ctx, setup.Words(o.entity.Fields), made); err != nil {
		return err
	}
	return run.Apply(ctx, bulk.Applying{Plan: made, Source: source, Store: o.copy, SkipConflicts: o.skipConflicts})
}

// runApplyPlan carries out a plan that was kept.
func runApplyPlan(ctx context.Context, o *applyOptions, name string) error {
	o.yes = true // it was shown when it was made
	o.files = []cmdkit.NamedFile{{Flag: "the plan", Path: name}}
	setup, run, err := o.start()
	if err != nil {
		return err
	}
	file, err := cmdkit.OpenFile("the plan", name)
	if err != nil {
		return err
	}
	made, err := plan.Read(file, name)
	cmdkit.CloseQuietly(file)
	if err != nil {
		return err
	}
	defer cmdkit.CloseQuietly(made)
	here, err := o.header(setup, "")
	if err != nil {
		return err
	}
	if err := made.Header.Check(here); err != nil {
		return err
	}
	o.undoes = made.Header.Undoes
	words := setup.Words(o.entity.Fields)
	narrow, err := o.narrowing(words.Comparer)
	if err != nil {
		return err
	}
	if narrow != nil {
		less, err := made.Narrowed(narrow)
		if err != nil {
			return err
		}
		defer cmdkit.CloseQuietly(less)
		made = less
	}
	if o.DryRun {
		if err := o.show(ctx, words, made); err != nil {
			return err
		}
	}
	return run.Apply(ctx, bulk.Applying{Plan: made, SkipConflicts: o.skipConflicts})
}

// start makes the run that carries a plan out.
func (o *applyOptions) start() (bulk.Setup, *bulk.Run, error) {
	printer, err := o.resultPrinter()
	if err != nil {
		return bulk.Setup{}, nil, err
	}
	setup, err := o.setupFor(printer, nil)
	if err != nil {
		return setup, nil, err
	}
	setup.ConfirmWrite = func(ctx context.Context) error {
		return o.server.ConfirmPlan(ctx, setup.Environment, o.confirm, o.yes, fmt.Sprintf("This changes %s on %s.", o.entity.Name, setup.Environment.Name))
	}
	setup.Journal = func(ctx context.Context, r *session.Session) (*journal.Journal, error) {
		return o.server.OpenUndoJournal(ctx, r, o.undoes)
	}
	run, err := bulk.Plan(setup, o.Options)
	return setup, run, err
}

// resultPrinter prints what became of the records.
func (o *applyOptions) resultPrinter() (*cmdkit.Printer, error) {
	if o.DryRun {
		shown, err := o.printing.PlanPrinter(o.output)
		if err != nil {
			return nil, err
		}
		return shown.Printer, nil
	}
	return o.printer()
}

// show shows the plan: to who asked for nothing else as the output, else to who is asked whether it shall be
// carried out.
func (o *applyOptions) show(ctx context.Context, words *change.Words, made *plan.Plan) error {
	if !o.DryRun {
		return o.printing.ShowPlan(ctx, made, words)
	}
	printer, err := o.printing.PlanPrinter(o.output)
	if err != nil {
		return err
	}
	return printer.Print(ctx, made, words)
}
