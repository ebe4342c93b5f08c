package cli

import (
	"context"
	"errors"
	"net/url"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// writeRun is a write as it will be carried out: every word of the command line understood.
type writeRun struct {
	app         *app
	entity      *api.Entity
	operation   *api.Operation
	action      string
	flags       writeFlags
	environment *config.Environment
	printer     *printer
	// known are the fields that a record which is given may have.
	known []api.Field
	// parameters are those of the query.
	parameters url.Values
	// change is what --set says, as a record.
	change record.Record
	// elements is what --set says of elements of lists.
	elements []change.Assignment
	limit    changeLimit
	// look finds the records that an update names; nil where nothing is read.
	look *lookup
	// store is the mirror that the input is checked against, nil for none.
	store *mirror.Store
	// existing knows which of the records that are to be created are there; nil where nobody does.
	existing *existing
	resume   *resumption
	// from lets only records change that have some status; nil where any may.
	from *statusGuard
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

// planWrite understands the options of a write. Nothing is opened or called, but what a guard
// would refuse whatever the input holds is refused here.
func (a *app) planWrite(entity *api.Entity, verb api.Verb, action string, flags writeFlags) (*writeRun, error) {
	operation, ok := entity.Operation(verb)
	if !ok {
		return nil, usagef("%s cannot be written", entity.Name)
	}
	environment, err := a.environment()
	if err != nil {
		return nil, err
	}
	run := &writeRun{
		app: a, entity: entity, operation: operation, action: action, flags: flags, environment: environment,
		known: entity.BodyFields(operation),
	}
	if run.parameters, err = flags.parameters.values(); err != nil {
		return nil, err
	}
	if err := run.parseFlags(); err != nil {
		return nil, err
	}
	err = a.guardEarly(environment, flags.confirm)
	if flags.dryRun && errors.Is(err, errNotConfirmed) {
		err = nil // whoever looks first confirms nothing
	}
	return run, run.refuse(err)
}

// refuse ends the run with err, which may be nil. A dry run goes on, and ends with err.
func (w *writeRun) refuse(err error) error {
	if !w.flags.dryRun {
		return err
	}
	if w.refused == nil {
		w.refused = err
	}
	return nil
}

func (w *writeRun) parseFlags() error {
	if w.flags.batchSize < 1 || w.flags.maxErrors < 1 {
		return usagef("--batch-size and --max-errors are at least 1")
	}
	if err := w.flags.checkWords(); err != nil {
		return err
	}
	if err := w.flags.checkFiles(w.app.world); err != nil {
		return err
	}
	var err error
	if w.limit, err = parseChangeLimit(w.flags.maxChanges); err != nil {
		return err
	}
	if w.change, err = w.parseSet(); err != nil {
		return err
	}
	shown := rowShape(resultRow{}, "line", "key", "action", "outcome", "guid", "message")
	if w.action == service.ActionUpdateStatus {
		shown.columns = []string{"line", "key", "action", "outcome", "old", "new", "guid", "message"}
	}
	if w.flags.dryRun {
		shown = rowShape(previewRow{}, "line", "key", "action", "changes")
		shown.closed = false // as JSON, the rows are calls
	}
	if w.printer, err = w.app.printer(w.flags.output, shown); err != nil {
		return err
	}
	if w.flags.resume == "" {
		return nil
	}
	if w.flags.results != "" && !files.Same(w.flags.results, w.flags.resume) {
		return usagef("--results goes on in the file of --resume: leave it out, or name the same file")
	}
	w.flags.results = w.flags.resume
	if w.resume, err = w.readResumption(w.flags.resume); err != nil {
		return err
	}
	if warning := w.resume.unsaid.warning(w.flags.resume, w.origin()); warning != "" {
		w.app.notef("warning: %s", warning)
	}
	return nil
}

// fields are what a record in the body may carry.
func (w *writeRun) fields() []api.Field { return w.known }

// carryOut shows the changes of a dry run, or sends them. count is how many records there are.
func (w *writeRun) carryOut(ctx context.Context, source *changeSource, count int) error {
	w.count = count
	if err := w.checkLimit(ctx, count); err != nil {
		return err
	}
	if w.flags.dryRun {
		return w.preview(ctx, source)
	}
	if count == 0 {
		w.app.notef("there is nothing to write")
		return nil
	}
	return w.send(ctx, source)
}
