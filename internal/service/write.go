package service

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
)

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

// sure takes from changes the key that nobody says is one: sent twice, they might be written twice.
func (w *writing) sure(changes iter.Seq2[Change, error]) iter.Seq2[Change, error] {
	if w.judge.entity.Repeatable(w.operation) {
		return changes
	}
	return func(yield func(Change, error) bool) {
		for c, err := range changes {
			c.HasKey = false
			if !yield(c, err) {
				return
			}
		}
	}
}

// tasks gives those of writing changes in batches. They go on to the end of the changes when the run is
// stopped, so that each change gets its outcome.
func (w *writing) tasks(changes iter.Seq2[Change, error]) iter.Seq[task[Batch]] {
	return func(yield func(task[Batch]) bool) {
		for pending, err := range batches(w.sure(changes), w.size) {
			if err != nil {
				w.stop(err)
			}
			finished := make(chan struct{})
			begun := yield(task[Batch]{work: func(ctx context.Context) Batch {
				defer close(finished)
				return w.batch(ctx, pending)
			}})
			if !begun {
				return
			}
			w.mayGoOn(finished)
		}
	}
}
