package bulk

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/bulk/runfile"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// Plan understands the options of a write. Nothing is called, but what would be refused whatever the input
// holds is refused here.
func Plan(setup Setup, options Options) (*Run, error) {
	operation, ok := setup.Entity.Operation(setup.Verb)
	if !ok {
		return nil, fail.Usagef("%s cannot be written", setup.Entity.Name)
	}
	run := &Run{
		setup: setup, entity: setup.Entity, operation: operation, action: setup.Action, flags: options,
		environment: setup.Environment, known: setup.Entity.BodyFields(operation),
	}
	if setup.Action == ActionApply {
		run.known = setup.Entity.Fields // all of them are compared
	}
	if err := run.parseOptions(); err != nil {
		return nil, err
	}
	return run, run.refuse(setup.Refused)
}

// ResultColumns are those of a table of results of an action.
func ResultColumns(action string) []string {
	if action == service.ActionUpdateStatus {
		return []string{"line", "key", "action", "outcome", "old", "new", "guid", "message"}
	}
	return []string{"line", "key", "action", "outcome", "guid", "message"}
}

// PreviewColumns are those of a table of what a dry run would send.
func PreviewColumns() []string { return []string{"line", "key", "action", "changes"} }

func (w *Run) parseOptions() error {
	if w.flags.BatchSize < 1 || w.flags.MaxErrors < 1 {
		return fail.Usagef("--batch-size and --max-errors are at least 1")
	}
	if err := w.flags.checkWords(); err != nil {
		return err
	}
	var err error
	if w.limit, err = parseChangeLimit(w.flags.MaxChanges); err != nil {
		return err
	}
	if err := w.planRows(); err != nil {
		return err
	}
	if w.change, err = w.parseSet(); err == nil {
		err = w.parseRound()
	}
	if err != nil || w.setup.Resumed == nil {
		return err
	}
	return w.planResume()
}

// planResume reads what an earlier run has done. Its results go on in the same file.
func (w *Run) planResume() error {
	if w.flags.Results != "" && !files.Same(w.flags.Results, w.flags.Resume) {
		return fail.Usagef("--results goes on in the file of --resume: leave it out, or name the same file")
	}
	w.flags.Results = w.flags.Resume
	// What another run still writes is read by none, so that no record is sent by both.
	if err := runfile.Hold("--resume", w.setup.Resumed); err != nil {
		return err
	}
	reading := results.Reading{Path: w.flags.Resume, Here: w.origin(), Action: w.actionOf, Repeatable: w.repeatable}
	var err error
	if w.resume, err = reading.Read(w.setup.Resumed); err != nil {
		return err
	}
	if warning := w.resume.Warning(); warning != "" {
		w.setup.Notef("warning: %s", warning)
	}
	return nil
}

// carryOut shows the changes of a dry run, or sends them. count is how many records there are.
func (w *Run) carryOut(ctx context.Context, source *Source, count int) error {
	w.count = count
	if err := w.checkLimit(ctx, count); err != nil {
		return err
	}
	if w.flags.DryRun {
		return w.preview(ctx, source)
	}
	if count == 0 {
		w.setup.Notef("there is nothing to write")
		return nil
	}
	return w.send(ctx, source)
}
