package handover

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/labels"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Options are what is handed over, and how.
type Options struct {
	// Name is that of the export: who receives the records.
	Name   string
	Entity *api.Entity
	// Filters are what a record has to pass, and Where the same as the user wrote it.
	Filters []output.Filter
	Where   []string
	// Columns are those that are handed over, nil for the whole record, and Explode names a list of whose elements rows are
	// made, empty for none.
	Columns []string
	Explode string
	// Out is the name of a batch's file, and Format the form that it has.
	Out    Template
	Format output.Format
	// Status is what the records get once they are delivered, empty for nothing.
	Status string
	// Command delivers a file; without one, writing the file is the delivery.
	Command []string
	// Limit is how many records a batch has at most, 0 for all.
	Limit int
	// Again hands over again what changed since it was handed over, in a batch of its own.
	Again bool
}

// Sink takes the records of a file.
type Sink interface {
	Write(r record.Record) error
	// Finish ends the file after an error, which is nil if all went well, and gives that error or its own.
	Finish(err error) error
}

// Run is a hand-over under way.
type Run struct {
	hydrate.Reporter
	Options

	Ledger *ledger.Ledger
	// Mirror has the records, and Refresh brings it up to date. Failing of it is told of each record that cannot be read.
	Mirror  *mirror.Store
	Refresh func(ctx context.Context, failing func(id string)) (mirror.SyncResult, error)
	// Render begins a file that goes to a stream.
	Render func(ctx context.Context, to io.Writer) (Sink, error)
	// Marking is what a change of status works with, all but Rows and AtHand.
	Marking bulk.Setup
	// Results takes what became of each status, nil where nobody keeps it.
	Results io.Writer
	// Messages takes what the command says.
	Messages io.Writer
	// Environment, Server and Program are told in the manifest.
	Environment, Server, Program string
	Now                          func() time.Time
	// Zones are those of times and days, and Folder is where a name that is not absolute begins.
	Zones  timetext.Zones
	Folder string

	// Batches are those that the run went on with, as they are now.
	Batches []ledger.Batch
	// Groups are those of the account's statuses.
	Groups labels.Groups
	// Comparer finds what changed in records that were handed over.
	Comparer *change.Comparer
	// skip are records that could not be read.
	skip map[string]bool
	// refused counts the records whose status was not set, and unread those that could not be read.
	refused, unread int64
}

// All finishes what earlier runs left, and then hands over what is new. The lock of the export is held.
func (r *Run) All(ctx context.Context) error {
	if err := r.FinishAll(ctx); err != nil {
		return err
	}
	if err := r.refresh(ctx); err != nil {
		return err
	}
	kinds := []ledger.Kind{ledger.New}
	if r.Again {
		kinds = []ledger.Kind{ledger.Correction, ledger.New}
	} else if err := r.tellChanged(ctx); err != nil {
		return err
	}
	for _, kind := range kinds {
		batch, found, err := r.collect(ctx, kind)
		if err == nil && found {
			err = r.Finish(ctx, &batch)
		}
		if err != nil {
			return err
		}
	}
	return r.Verdict()
}

// FinishAll finishes the batches that earlier runs left, with the same numbers and bytes.
func (r *Run) FinishAll(ctx context.Context) error {
	open, err := r.Ledger.Unfinished(ctx, r.Name)
	if err != nil {
		return err
	}
	for i := range open {
		b := &open[i]
		r.Notef("finishing batch %d of %s first, which is %s: %s, with the same number and the same bytes",
			b.Number, r.Name, b.State, text.Counted(b.Records, "record"))
		if err := r.Finish(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// Finish takes a batch from where it stands to its end.
func (r *Run) Finish(ctx context.Context, b *ledger.Batch) error {
	err := r.finish(ctx, b)
	r.note(*b)
	if err == nil {
		r.summarise(b)
		return nil
	}
	if errors.Is(err, fail.ErrInterrupted) || ctx.Err() != nil {
		return fail.New(fail.Interrupted, "", "%w: batch %d of %s is %s, and the next run finishes it", fail.ErrInterrupted, b.Number, r.Name, b.State)
	}
	return r.stopped(b, err)
}

// stopped says of a failure where the batch stands.
func (r *Run) stopped(b *ledger.Batch, err error) error {
	hint := fail.HintOf(err)
	if hint == "" {
		hint = "the next run, or \"aimsio export retry\", finishes it with the same number and the same bytes"
	}
	said, is := errors.AsType[*fail.Error](err)
	if !is {
		return &stoppedError{batch: *b, err: err, hint: hint}
	}
	return fail.New(said.Kind, hint, "batch %d of %s stays %s: %w", b.Number, r.Name, b.State, err)
}

// stoppedError is an error of a room below, whose kind is told elsewhere.
type stoppedError struct {
	batch ledger.Batch
	err   error
	hint  string
}

func (e *stoppedError) Error() string {
	return "batch " + text.Count(e.batch.Number) + " of " + e.batch.Export + " stays " + string(e.batch.State) + ": " + e.err.Error() + "; " + e.hint
}

func (e *stoppedError) Unwrap() error { return e.err }

func (r *Run) finish(ctx context.Context, b *ledger.Batch) error {
	if b.State == ledger.Collected {
		if err := r.write(ctx, b); err != nil {
			return err
		}
	}
	if b.State == ledger.Written {
		if err := r.deliver(ctx, b); err != nil {
			return err
		}
	}
	if b.State == ledger.Delivered {
		if err := r.mark(ctx, b); err != nil {
			return err
		}
	}
	if b.State == ledger.Marked {
		return r.Ledger.MarkDone(ctx, b)
	}
	return nil
}

// note keeps what has become of a batch.
func (r *Run) note(b ledger.Batch) {
	for i := range r.Batches {
		if r.Batches[i].Number == b.Number {
			r.Batches[i] = b
			return
		}
	}
	r.Batches = append(r.Batches, b)
}

// Verdict is the error of a run that went through.
func (r *Run) Verdict() error {
	switch {
	case r.refused > 0:
		return fail.New(fail.Partial, "\"aimsio export show\" names them; each later run tries again",
			"%s delivered, but without the status", text.Counted(r.refused, "record"))
	case r.unread > 0:
		return fail.New(fail.Partial, "the next run tries again", "%s could not be read and is left for the next run", text.Counted(r.unread, "record"))
	default:
		return nil
	}
}
