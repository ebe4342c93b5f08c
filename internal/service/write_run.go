package service

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// lostInARow is how many calls in a row may fail to reach the server before the run stops.
const lostInARow = 2

// writing is one run of Write.
type writing struct {
	service        *Service
	entity         *api.Entity
	operation      *api.Operation
	size, parallel int
	record         func(Call) (func(CallResult) error, error)

	// going ends when the run is stopped, by whatever: its cause is why.
	going context.Context
	stop  context.CancelCauseFunc
	// answered is closed when a call was the first to get an answer that makes sense.
	answered chan struct{}
	first    sync.Once

	mu sync.Mutex
	// lost counts the latest calls in a row that did not reach the server.
	lost int
}

func (s *Service) newWriting(ctx context.Context, entity *api.Entity, op *api.Operation, o WriteOptions) *writing {
	w := &writing{
		service: s, entity: entity, operation: op,
		size: batchSize(op, o.BatchSize), parallel: o.Parallel, record: o.Record,
		answered: make(chan struct{}),
	}
	if w.parallel <= 0 {
		w.parallel = s.parallel
	}
	if w.record == nil {
		w.record = func(Call) (func(CallResult) error, error) { return func(CallResult) error { return nil }, nil }
	}
	w.going, w.stop = context.WithCancelCause(ctx)
	return w
}

// stopped gives why the run was stopped, nil while it goes on.
func (w *writing) stopped() error {
	if w.going.Err() == nil {
		return nil
	}
	return context.Cause(w.going)
}

// mayGoOn waits until another batch may be sent while one is in flight, which is not before the
// server has answered for the first time: what is wrong with it, the password or the permission
// then costs one call and not ten.
func (w *writing) mayGoOn(finished <-chan struct{}) {
	select {
	case <-w.answered:
	case <-finished:
	}
}

// batch writes the rows that are to be sent and gives the outcomes of all.
func (w *writing) batch(ctx context.Context, rows []*row) Batch {
	var sending []*row
	for _, r := range rows {
		if r.sends() {
			sending = append(sending, r)
		}
	}
	if len(sending) > 0 {
		w.write(ctx, sending)
	}
	done := Batch{Changes: make([]Change, len(rows)), Outcomes: make([]Outcome, len(rows)), Err: w.stopped()}
	for i, r := range rows {
		done.Changes[i], done.Outcomes[i] = r.change, r.outcome
	}
	return done
}

// write sends rows with one call and tells whether the server accepted them all. Where it refuses
// them for what they say, and sending again does no harm, they are sent in halves.
func (w *writing) write(ctx context.Context, rows []*row) (accepted bool) {
	if reason := w.stopped(); reason != nil {
		settle(rows, Skipped, 0, "not sent: "+reason.Error())
		return false
	}
	call := callOf(w.operation, rows)
	done, err := w.record(call)
	if err != nil {
		w.stop(fmt.Errorf("recording the call before it is sent: %w", err))
		settle(rows, Skipped, 0, "not sent: "+w.stopped().Error())
		return false
	}
	v := w.send(ctx, call.Path, call.Body, rows)
	v.apply(rows)
	w.count(v)
	if err := done(v.result(rows)); err != nil {
		w.stop(fmt.Errorf("recording how the call ended: %w", err))
	}
	if v.halve {
		w.halve(ctx, rows, v)
	}
	return v.outcome == Written
}

// halve sends refused rows in two parts. Where the first is accepted, what was at fault must be
// in the second: that is not sent whole once more, unless the batch was refused for its size.
func (w *writing) halve(ctx context.Context, rows []*row, refused verdict) {
	first, second := rows[:len(rows)/2], rows[len(rows)/2:]
	if w.write(ctx, first) && len(second) > 1 && refused.status != http.StatusRequestEntityTooLarge && w.stopped() == nil {
		w.halve(ctx, second, refused)
		return
	}
	w.write(ctx, second)
}

// count stops the run after a failure that every further call would meet too.
func (w *writing) count(v verdict) {
	if v.stops {
		w.stop(v.err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !v.lost {
		w.lost = 0
		w.first.Do(func() { close(w.answered) })
		return
	}
	if w.lost++; w.lost >= lostInARow {
		w.stop(v.err)
	}
}
