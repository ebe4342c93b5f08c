package entity

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/undo"
)

// undoOptions are what "log undo" needs.
type undoOptions struct {
	*series

	catalog      *api.Catalog
	word         string
	status, save string
}

// NewUndoCommand makes the command undo, which stands below log.
func NewUndoCommand(env *cmdkit.Env) *cobra.Command {
	o := undoOptions{series: newSeries(env), catalog: env.Catalog}
	cmd := &cobra.Command{
		Use:   "undo RUN",
		Short: "Put back what a run changed",
		Long: `Put back what a run changed, from the records as the log has them: the plan is shown, asked about and
guarded as that of apply. "last" is the latest run that wrote to the environment. Only the fields that the run
changed are put back; a record that changed since in what the run sent is a conflict. --only names fields that
are put back whatever became of the others.

What a run made stays where the API has no call that deletes; --set-status gives it a status. What the log does
not know, such as a record that was not read before it was written, and values that a secret was taken out of,
stay as they are: they are listed, and the command ends with code 6. An undo is a run of the log like any other,
names the run that it undoes, and can be undone.`,
		Example: `  # what would be put back
  aimsio log undo last --env portal --dry-run

  # in a script
  aimsio log undo 20261123T150405-4f2a --env portal --confirm portal`,
		Args:              cmdkit.OneArg("the run, as \"aimsio log\" lists it, or last"),
		ValidArgsFunction: cmdkit.CompleteOnce(cmdkit.CompleteRuns(env.StateDir)),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.word = args[0]
			return runUndo(cmd.Context(), &o)
		},
	}
	o.addFlags(env, cmd)
	flags := cmd.Flags()
	flags.StringSliceVar(&o.only, "only", nil, "put these fields back alone, as dotted paths: a,b.c")
	flags.StringSliceVar(&o.selected, "select", nil, "put the records with these keys or GUIDs back alone")
	flags.StringVar(&o.status, "set-status", "", "give the records that the run made this status")
	flags.StringVar(&o.save, "save", "", "keep the plan in this file, for apply, and send nothing")
	cmdkit.NoteFlag(cmd, "save", cmdkit.IdleWith, "dry-run")
	return cmd
}

func runUndo(ctx context.Context, o *undoOptions) error {
	run, err := o.find()
	if err != nil {
		return err
	}
	printer, err := o.begin(len(run.Parts) > 1)
	if err != nil {
		return err
	}
	o.looks = o.save != ""
	o.undoes, o.NoValidate, o.AllowUnknown = run.ID, true, true // what was there before was the server's own
	defer o.close()
	kept := o.bare(run)
	for _, done := range slices.Backward(run.Parts) { // what was written last goes first
		if done.Entity == nil {
			o.streams.Problemf("the API description in use has no %s: what the run did to them is not put back", done.Name)
			kept++
			continue
		}
		part, err := o.part(printer, done.Entity)
		if err != nil {
			return err
		}
		back := newUndoing(run, done, undo.NewMaker(done.Entity, o.catalog, o.only), part.setup.Words(done.Entity.Fields), o.status)
		part.fit, part.beside = back.fit, back.beside
		if err := o.plan(ctx, part, back.source()); err != nil {
			return err
		}
		back.close()
		kept += back.partly
	}
	counts := o.counts()
	kept += counts.Kept
	if o.save != "" {
		return o.keep(ctx)
	}
	asked := fmt.Sprintf("This puts back what run %s changed.", run.ID)
	if err := o.carryOut(ctx, asked); err != nil || kept == 0 {
		return err
	}
	return fail.New(fail.Partial, "", "not put back, or not as a whole: %s of run %s", text.Counted(kept, "record"), run.ID)
}

// find looks the run up and sees that it wrote to the environment of this one.
func (o *undoOptions) find() (*undo.Run, error) {
	environment, err := o.settings.Environment()
	if err != nil {
		return nil, err
	}
	folder, err := o.settings.StateDir()
	if err != nil {
		return nil, err
	}
	filter, err := cmdkit.RunNamed(folder, o.word, environment.Name)
	if err != nil {
		return nil, err
	}
	told := map[string]bool{}
	calls := func() iter.Seq2[journal.Call, error] {
		return func(yield func(journal.Call, error) bool) {
			for call, err := range journal.Read(folder, filter) {
				if damaged, ok := errors.AsType[*journal.LineError](err); ok {
					if !told[damaged.Error()] {
						o.streams.Problemf("%s: what it says is not put back", damaged)
					}
					told[damaged.Error()] = true
					continue
				}
				if !yield(call, err) {
					return
				}
			}
		}
	}
	run, found, err := undo.Look(o.catalog, calls)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, cmdkit.NoRun(o.word)
	case run.Environment != environment.Name:
		return nil, fail.New(fail.Usage, "give --env "+run.Environment, "run %s wrote to the environment %s, and this is %s: nothing was sent",
			run.ID, run.Environment, environment.Name)
	case run.Server != environment.URL.String():
		return nil, fail.New(fail.Usage, "", "run %s wrote to %s, and the environment %s is %s now: nothing was sent",
			run.ID, run.Server, environment.Name, environment.URL)
	}
	return run, nil
}

// bare tells of the calls of which the log has nothing to put back, and counts them.
func (o *undoOptions) bare(run *undo.Run) int {
	if len(run.Bare) > 0 {
		o.streams.Problemf("the log does not know what was there before %s: it is not put back", strings.Join(run.Bare, ", "))
	}
	return len(run.Bare)
}

// keep writes the plan to the file of --save, and shows it.
func (o *undoOptions) keep(ctx context.Context) error {
	if len(o.parts) != 1 {
		return fail.Usagef("--save keeps the plan for one entity, and the run wrote %d: leave it out", len(o.parts))
	}
	if err := savePlan(o.streams, o.save, o.parts[0].made); err != nil {
		return err
	}
	printer, err := o.printing.PlanPrinter(o.output)
	if err != nil {
		return err
	}
	if err := printer.PrintAll(ctx, o.shown()); err != nil {
		return err
	}
	if o.parts[0].made.Counts.Differs() {
		return fail.New(fail.Different, "", "%s differ", o.parts[0].entity.Name)
	}
	return nil
}
