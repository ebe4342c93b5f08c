// Package bulk writes many records: it reads and checks the whole input, merges changes into what is there,
// sends them in batches, and gives every record its verdict, in rows and in the files of results and rejects
// from which a stopped run goes on. Flags, prompts and formats of output do not come in, and no entity by name.
package bulk

import (
	"context"
	"errors"
	"net/url"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// Run is a write as it will be carried out: every word of the command line understood.
type Run struct {
	app         *cmdkit.Env
	entity      *api.Entity
	operation   *api.Operation
	action      string
	flags       Options
	environment *config.Environment
	printer     *cmdkit.Printer
	// known are the fields that a record which is given may have.
	known []api.Field
	// parameters are those of the query.
	parameters url.Values
	// change is what --set says, as a record.
	change record.Record
	// elements is what --set says of elements of lists.
	elements []change.Assignment
	limit    ChangeLimit
	// look finds the records that an update names; nil where nothing is read.
	look *hydrate.KeyResolver
	// store is the mirror that the input is checked against, nil for none.
	store *mirror.Store
	// existing knows which of the records that are to be created are there; nil where nobody does.
	existing *existing
	resume   *resumeState
	// From lets only records change that have some status; nil where any may.
	From *StatusGuard
	// saidUnread tells that the user heard of records which cannot be read.
	saidUnread bool
	// listed holds the ids of the list, nil until they are asked for.
	listed map[string]bool
	// shared says that lines of the input hold several records.
	shared bool
	// count is how many records the input has.
	count int
	// heldBack counts the records that a resumed run does not dare to send.
	heldBack int
	// refused is why the write itself would be refused where a dry run goes on, to show what would be sent.
	refused error
}

// Plan understands the options of a write. Nothing is opened or called, but what a guard
// would refuse whatever the input holds is refused here.
func Plan(a *cmdkit.Env, entity *api.Entity, verb api.Verb, action string, flags Options) (*Run, error) {
	operation, ok := entity.Operation(verb)
	if !ok {
		return nil, fail.Usagef("%s cannot be written", entity.Name)
	}
	environment, err := a.Environment()
	if err != nil {
		return nil, err
	}
	run := &Run{
		app: a, entity: entity, operation: operation, action: action, flags: flags, environment: environment,
		known: entity.BodyFields(operation),
	}
	if run.parameters, err = flags.Parameters.Values(); err != nil {
		return nil, err
	}
	if err := run.parseFlags(); err != nil {
		return nil, err
	}
	err = a.GuardEarly(environment, flags.Confirm)
	if flags.DryRun && errors.Is(err, cmdkit.ErrNotConfirmed) {
		err = nil // whoever looks first confirms nothing
	}
	return run, run.refuse(err)
}

// refuse ends the run with err, which may be nil. A dry run goes on, and ends with err.
func (w *Run) refuse(err error) error {
	if !w.flags.DryRun {
		return err
	}
	if w.refused == nil {
		w.refused = err
	}
	return nil
}

func (w *Run) parseFlags() error {
	if w.flags.BatchSize < 1 || w.flags.MaxErrors < 1 {
		return fail.Usagef("--batch-size and --max-errors are at least 1")
	}
	if err := w.flags.checkWords(); err != nil {
		return err
	}
	if err := w.flags.checkFiles(w.app.In, w.app.Out); err != nil {
		return err
	}
	var err error
	if w.limit, err = parseChangeLimit(w.flags.MaxChanges); err != nil {
		return err
	}
	if w.change, err = w.parseSet(); err != nil {
		return err
	}
	shown := cmdkit.RowLayout(ResultRow{}, "line", "key", "action", "outcome", "guid", "message")
	if w.action == service.ActionUpdateStatus {
		shown.Columns = []string{"line", "key", "action", "outcome", "old", "new", "guid", "message"}
	}
	if w.flags.DryRun {
		shown = cmdkit.RowLayout(previewRow{}, "line", "key", "action", "changes")
		shown.Closed = false // as JSON, the rows are calls
	}
	if w.printer, err = w.app.Printer(w.flags.Output, shown); err != nil {
		return err
	}
	if w.flags.Resume == "" {
		return nil
	}
	if w.flags.Results != "" && !files.Same(w.flags.Results, w.flags.Resume) {
		return fail.Usagef("--results goes on in the file of --resume: leave it out, or name the same file")
	}
	w.flags.Results = w.flags.Resume
	if w.resume, err = w.readResumption(w.flags.Resume); err != nil {
		return err
	}
	if warning := w.resume.unsaid.warning(w.flags.Resume, w.origin()); warning != "" {
		w.app.Notef("warning: %s", warning)
	}
	return nil
}

// fields are what a record in the body may carry.
func (w *Run) fields() []api.Field { return w.known }

// carryOut shows the changes of a dry run, or sends them. count is how many records there are.
func (w *Run) carryOut(ctx context.Context, source *changeSource, count int) error {
	w.count = count
	if err := w.checkLimit(ctx, count); err != nil {
		return err
	}
	if w.flags.DryRun {
		return w.preview(ctx, source)
	}
	if count == 0 {
		w.app.Notef("there is nothing to write")
		return nil
	}
	return w.send(ctx, source)
}
