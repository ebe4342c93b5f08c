package service

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// What is done to a record.
const (
	ActionCreate       = "create"
	ActionUpdate       = "update"
	ActionUpdateStatus = "update-status"
	ActionDelete       = "delete"
)

// What became of a record.
const (
	// Created, Updated and Unchanged tell what a record was compared with; a create of which nobody
	// knows whether the record was there is Written, since the API's POST creates or updates and does not say which.
	Created   = "created"
	Updated   = "updated"
	Unchanged = "unchanged"
	Written   = "written"
	// Deleted records were there and the server took them away.
	Deleted = "deleted"
	// Failed records are refused, or certain never to have reached the server.
	Failed = "failed"
	// Skipped records were not sent, because the run stopped before their turn.
	Skipped = "skipped"
	// Unknown records were sent and no good answer came: they may have been written.
	Unknown = "unknown"
)

// Change is one record to write. The bytes of Body and Before must not change until the record's
// outcome is known.
type Change struct {
	// Line is where the record stands in its file, from 1.
	Line int
	// Key is what people call the record, and ID its GUID; each is empty where it is not known.
	Key, ID string
	// Body is the record as it goes out.
	Body record.Record
	// Before is the record as it was read from the server, where it was.
	Before *record.Record
	// Absent says that no record like it was there, so that writing it creates one.
	Absent bool
	// HasKey says that Body carries the record's key, so that sending it twice changes nothing.
	HasKey bool
	// Action is one of the words above, from ActionCreate to ActionDelete.
	Action string
	// Old and New are the field that the action is about as it was and as it shall be, where that is
	// known; they come back with the outcome.
	Old, New string
	// Settled is set for a record that is not to be sent since its outcome is known already:
	// it was found to be unchanged, or could not be read. It is handed on in its place.
	Settled *Outcome
}

// Outcome is what became of one record.
type Outcome struct {
	// Line, Key and Action are those of the change, Key that of the whole record where it was read.
	Line        int
	Key, Action string
	// Outcome is one of the words above, from Created to Unknown.
	Outcome string
	// GUID is empty where neither the change nor the answer told it.
	GUID string
	// Old and New are those of the change.
	Old, New string
	// Status is the HTTP status of the last answer, 0 where there was none.
	Status int
	// Answered tells whether an answer came at all, also one without a Status that anybody knows.
	Answered bool
	// Pending says that the server took the change to carry it out later, so that its absence proves nothing.
	Pending bool
	// Message is the server's words or what went wrong, and what can be done about it.
	Message string
}

// Batch is a number of changes and their outcomes, both in the order of the input.
type Batch struct {
	Changes  []Change
	Outcomes []Outcome
	// Err says why nothing more is sent; nil while the run goes on. It is a *client.Error where
	// the server is the reason, the context's cause after a cancellation, or an error of the
	// changes or of WriteOptions.Record.
	Err error
}

// WriteOptions say how records are written. Zero values mean the default.
type WriteOptions struct {
	// BatchSize is how many records go out with one call (50). A call carries fewer where they
	// are large.
	BatchSize int
	// Parallel is how many calls are in flight at once, if not the service's own number.
	Parallel int
	// Record is called before every call, and what it gives after it. An error before the call
	// keeps the call from being sent, and either error stops the run. Several goroutines call
	// it at once.
	Record func(Call) (done func(CallResult) error, err error)
}

// Write sends changes in batches, several at once, and hands on what became of them batch by
// batch in the order of the changes. Nothing is sent until the loop over the result begins, and
// only one call is in flight until the server has answered for the first time.
//
// A refused batch whose records all carry their keys is halved until those at fault stand alone.
// The run stops, and what was not sent yet is skipped, when the server refuses the user or the
// call itself, when it cannot be reached by two calls in a row, when ctx ends, and where the
// changes or WriteOptions.Record fail; Batch.Err then says why. Leaving the loop cancels the
// calls in flight. Memory holds a bounded number of batches.
func (s *Service) Write(
	ctx context.Context, entity *api.Entity, op *api.Operation, changes iter.Seq2[Change, error], o WriteOptions,
) iter.Seq[Batch] {
	return func(yield func(Batch) bool) {
		w := s.newWriting(ctx, entity, op, o)
		defer w.stop(nil)
		for batch := range ordered(ctx, w.parallel, w.parallel, w.tasks(changes)) {
			if !yield(batch) {
				w.stop(nil)
				return
			}
		}
	}
}

// tasks gives those of writing changes in batches. They go on to the end of the changes when the run is
// stopped, so that each change gets its outcome.
func (w *writing) tasks(changes iter.Seq2[Change, error]) iter.Seq[task[Batch]] {
	return func(yield func(task[Batch]) bool) {
		for rows, err := range batches(changes, w.size) {
			if err != nil {
				w.stop(err)
			}
			finished := make(chan struct{})
			begun := yield(task[Batch]{work: func(ctx context.Context) Batch {
				defer close(finished)
				return w.batch(ctx, rows)
			}})
			if !begun {
				return
			}
			w.mayGoOn(finished)
		}
	}
}
