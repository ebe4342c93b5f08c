package bulk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// sending is what a run sends.
type sending struct {
	passes []pass
	// prepare is called once the user has agreed, and before anything is opened or printed.
	prepare func(context.Context, *session.Session) error
}

// pass is a walk over changes that one operation writes. What is on its way is held in kept, if that is not nil.
type pass struct {
	operation *api.Operation
	changes   func(ctx context.Context, kept *keptItems) changeSeq
}

// send writes the changes of a source.
func (w *Run) send(ctx context.Context, source *Source) error {
	changes := func(ctx context.Context, kept *keptItems) changeSeq { return w.changes(ctx, source, kept) }
	return w.sendPasses(ctx, source, sending{
		passes:  []pass{{w.operation, changes}},
		prepare: func(ctx context.Context, _ *session.Session) error { return w.checkElements(ctx, source) },
	})
}

// sendPasses writes changes and reports what became of each.
func (w *Run) sendPasses(ctx context.Context, source *Source, s sending) (err error) {
	if err := w.setup.ConfirmWrite(ctx); err != nil {
		return err
	}
	r, err := w.setup.Session()
	if err != nil {
		return err
	}
	r = r.With(w.setup.Parameters)
	log, err := w.setup.Journal(ctx, r)
	if err != nil {
		return err
	}
	if err := s.prepare(ctx, r); err != nil {
		return err
	}
	rows, err := w.setup.Rows(ctx)
	if err != nil {
		return err
	}
	out, err := w.openOutput(source, rows)
	if err != nil {
		return rows.Finish(err)
	}
	sent := &sentRecords{wanted: w.flags.Verify, plain: w.asInRecord}
	defer sent.close()
	begun := w.setup.Now()
	err = w.sendAll(ctx, r, log, s.passes, out, sent)
	var verified verification
	if ctx.Err() == nil {
		w.decide(ctx, r, out.held, begun, &verified)
	}
	err = errors.Join(err, out.release())
	// The rows are true whatever ended the run, so they are kept in any case.
	finished := rows.Finish(nil)
	if out.unshown == nil { // or it is known already
		err = errors.Join(err, UnlessUnread(finished))
	}
	err = errors.Join(err, out.close())
	w.summarise(out, r, w.setup.Now().Sub(begun), log.Run().ID)
	failed := w.verdict(r, out, err)
	if !w.flags.Verify || errors.Is(failed, fail.ErrInterrupted) {
		return failed
	}
	return errors.Join(failed, w.verifyDone(ctx, r, sent, begun, verified))
}

// sendAll sends batch by batch. The error says why the run ended early; what became of the calls
// that were in flight then, and what was not sent any more, is reported all the same.
func (w *Run) sendAll(ctx context.Context, r *session.Session, log *journal.Journal, passes []pass, out *writeOutput, sent *sentRecords) error {
	// A run that was stopped reads no further records only to skip them, and begins no call.
	going, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	options := service.WriteOptions{BatchSize: w.flags.BatchSize, Record: w.journalHook(going, log, out, w.setup.OwnWrites(ctx))}
	var stopped error
	late := lateAfter(ctx, timeToList)
	for _, one := range passes {
		for batch := range r.Service.Write(ctx, w.entity, one.operation, one.changes(going, out.kept), options) {
			err := batch.Err
			if failed := errors.Join(out.batch(batch), sent.add(batch)); failed != nil {
				err = fail.New(fail.Failed, fmt.Sprintf("\"aimsio log show %s\" tells what was sent", log.Run().ID), "%w", failed)
			}
			if stopped == nil && err != nil {
				stopped = err
				stop(err)
			}
			if late() { // what was sent comes before what was not, so all of that is told
				out.cutShort = true
				return stopped
			}
		}
	}
	return stopped
}

// journalHook records every call before and after it is made, in the results, in the log and in the mirror. Once
// the run is over it keeps calls from being made.
func (w *Run) journalHook(
	going context.Context, log *journal.Journal, out *writeOutput, own Marker,
) func(service.Call) (func(service.CallResult) error, error) {
	return func(call service.Call) (func(service.CallResult) error, error) {
		if going.Err() != nil {
			return nil, context.Cause(going)
		}
		entry := journal.Entry{
			Entity: w.entity.Name, Operation: w.action, Method: call.Method, Path: call.Path,
			Keys: call.Keys, GUIDs: call.IDs, Body: call.Body, Before: rawRecords(call.Before),
		}
		if err := out.intend(call, w.action); err != nil {
			return nil, err
		}
		done, err := log.Logged(going, entry, func(ctx context.Context) { own.Mark(ctx, w.entity, call.IDs) })
		if err != nil {
			return nil, err
		}
		return func(result service.CallResult) error {
			return done(journal.Result{
				Outcome: result.Outcome, Outcomes: result.Outcomes, Status: result.Status, Message: result.Message, Took: result.Took,
			})
		}, nil
	}
}

// summarise tells in a line what became of the records.
func (w *Run) summarise(out *writeOutput, r *session.Session, took time.Duration, run string) {
	done := out.done()
	earlier := ""
	if w.resume != nil {
		earlier = ", " + text.Count(w.resume.Count()) + " done before"
	}
	rest := ""
	if out.cutShort {
		rest = " and the rest of the input"
	}
	conflicts := ""
	if n := out.tally.outcomes[service.Conflict]; n > 0 {
		conflicts = ", in conflict " + text.Count(n)
	}
	w.setup.Notef("written %s, unchanged %s, failed %s, unknown %s, skipped %s%s%s%s; %s in %s; run %s",
		text.Count(done), text.Count(out.tally.outcomes[service.Unchanged]), text.Count(out.tally.outcomes[service.Failed]),
		text.Count(out.tally.outcomes[service.Unknown]), text.Count(out.tally.outcomes[service.Skipped]), rest, conflicts, earlier,
		text.Counted(int(r.Client.Stats().Calls), "call"), took.Round(100*time.Millisecond), run)
}

// verdict is the error of a run that ended: why it stopped, or that some records failed.
func (w *Run) verdict(r *session.Session, out *writeOutput, err error) error {
	switch {
	case errors.Is(err, fail.ErrInterrupted):
		return fail.New(fail.Interrupted, "", "%w: the results tell what became of each record", fail.ErrInterrupted)
	case err != nil:
		return r.CallError(err, w.entity)
	default:
		return out.tally.failure(w.heldBack, false)
	}
}

// rawRecords gives the bytes of records as they were read, nil where there are none.
func rawRecords(records []*record.Record) []jsontext.Value {
	var raw []jsontext.Value
	for i, r := range records {
		if r == nil {
			continue
		}
		if raw == nil {
			raw = make([]jsontext.Value, len(records))
		}
		raw[i] = r.Raw()
	}
	return raw
}
