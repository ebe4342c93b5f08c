package service

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
)

// lostInARow is how many calls in a row may fail to reach the server before the run stops. It is far fewer
// than a reading run bears (hydrate.FailureBreaker), and counts nothing else: each is a whole batch of records of
// which nobody knows what became of them.
const lostInARow = 2

// writing is one run of Write.
type writing struct {
	service        *Service
	operation      *api.Operation
	judge          judge
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
		service: s, operation: op, judge: judge{entity, op, s.client.Hide},
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

// batch writes the changes that are to be sent and gives the outcomes of all.
func (w *writing) batch(ctx context.Context, pending []*pendingChange) Batch {
	var sending []*pendingChange
	for _, r := range pending {
		if r.sends() {
			sending = append(sending, r)
		}
	}
	if len(sending) > 0 {
		w.write(ctx, sending)
	}
	done := Batch{Changes: make([]Change, len(pending)), Outcomes: make([]Outcome, len(pending)), Err: w.stopped()}
	for i, r := range pending {
		done.Changes[i], done.Outcomes[i] = r.change, r.outcome
	}
	return done
}

// write sends changes with one call and tells whether the server accepted them all. Where it refuses
// them for what they say, and sending again does no harm, they are sent in halves.
func (w *writing) write(ctx context.Context, pending []*pendingChange) (accepted bool) {
	if reason := w.stopped(); reason != nil {
		setOutcome(pending, Skipped, 0, "not sent: "+reason.Error())
		return false
	}
	call := callOf(w.operation, w.service.parameters[w.operation.Verb], pending)
	done, err := w.record(call)
	if err != nil {
		w.stop(fmt.Errorf("recording the call before it is sent: %w", err))
		setOutcome(pending, Skipped, 0, "not sent: "+w.stopped().Error())
		return false
	}
	v := w.send(ctx, call.Path, call.Body, pending)
	v.apply(pending)
	w.count(v)
	if err := done(v.result(pending)); err != nil {
		w.stop(fmt.Errorf("recording how the call ended: %w", err))
	}
	if v.halve {
		w.halve(ctx, pending, v)
	}
	return v.outcome == Written
}

// halve sends refused changes in two parts. Where the first is accepted, what was at fault must be
// in the second: that is not sent whole once more, unless the batch was refused for its size.
func (w *writing) halve(ctx context.Context, pending []*pendingChange, refused verdict) {
	first, second := pending[:len(pending)/2], pending[len(pending)/2:]
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

// errHalted ends a call that has not left when the run is stopped.
var errHalted = errors.New("the run was stopped")

// send makes the call and gives its verdict. A call that still waits for its turn when the run
// is stopped does not leave any more; one that has left is not disturbed, for its answer tells
// what became of its records.
func (w *writing) send(parent context.Context, path string, body []byte, pending []*pendingChange) verdict {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	var left atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { left.Store(true) },
	})
	undo := context.AfterFunc(w.going, func() { //nolint:contextcheck // the run's end is to be noticed, not inherited
		if !left.Load() {
			cancel(errHalted)
		}
	})
	defer undo()

	began := time.Now()
	answer, err := w.service.client.Do(ctx, client.Request{
		Method: w.operation.Method, Path: path, Header: w.operation.Header(),
		Body: body, Repeatable: allKeyed(pending),
		// What the answer looks like is not documented, so anything is let through and read here.
		Expect: client.Anything, Also: []int{http.StatusMultiStatus},
	})
	v := w.judged(answer, err, pending, left.Load())
	v.took = time.Since(began)
	return v
}

func (w *writing) judged(answer *client.Response, err error, pending []*pendingChange, left bool) verdict {
	if err != nil {
		return w.judge.failure(err, pending, left, w.stopped())
	}
	body, err := answer.Bytes()
	if err == nil {
		err = answer.Close()
	}
	if err != nil {
		return verdict{outcome: Unknown, status: answer.Status, message: unsure(err.Error(), pending), err: err, stops: true}
	}
	return w.judge.answer(answer, body, pending)
}
