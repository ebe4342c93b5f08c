package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// send writes the changes and reports what became of each.
func (w *writeRun) send(ctx context.Context, source *changeSource) (err error) {
	if err := w.app.confirmWrite(ctx, w.environment, w.flags.confirm); err != nil {
		return err
	}
	r, err := w.app.reader()
	if err != nil {
		return err
	}
	r = r.with(parametersOf(w.entity, w.operation.Verb, w.parameters))
	log, err := w.app.openJournal(ctx, r)
	if err != nil {
		return err
	}
	if err := w.checkElements(ctx, source); err != nil {
		return err
	}
	rows, err := w.printer.open(ctx)
	if err != nil {
		return err
	}
	out, err := w.openOutput(source, rows)
	if err != nil {
		return rows.finish(err)
	}
	sent := &sentRecords{wanted: w.flags.verify, plain: w.asInRecord}
	defer sent.close()
	begun := w.app.world.Now()
	err = w.sendAll(ctx, r, log, source, out, sent)
	var verified verification
	if ctx.Err() == nil {
		w.decide(ctx, r, out.held, begun, &verified)
	}
	err = errors.Join(err, out.release())
	// The rows are true whatever ended the run, so they are kept in any case.
	finished := rows.finish(nil)
	if out.unshown == nil { // or it is known already
		err = errors.Join(err, unlessUnread(finished))
	}
	err = errors.Join(err, out.close())
	w.summarise(out, r, w.app.world.Now().Sub(begun), log.Run().ID)
	failed := w.verdict(r, out, err)
	if !w.flags.verify || errors.Is(failed, errInterrupted) {
		return failed
	}
	return errors.Join(failed, w.verifyDone(ctx, r, sent, begun, verified))
}

// sendAll sends batch by batch. The error says why the run ended early; what became of the calls
// that were in flight then, and what was not sent any more, is reported all the same.
func (w *writeRun) sendAll(ctx context.Context, r *reader, log *journal.Journal, source *changeSource, out *writeOutput, sent *sentRecords) error {
	// A run that was stopped reads no further records only to skip them, and begins no call.
	going, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	options := service.WriteOptions{BatchSize: w.flags.batchSize, Record: w.journalHook(going, log, out, w.app.openOwnWrites(ctx))}
	var stopped error
	late := lateAfter(ctx, timeToList)
	for batch := range r.service.Write(ctx, w.entity, w.operation, w.changes(going, source, out.kept), options) {
		err := batch.Err
		if failed := errors.Join(out.batch(batch), sent.add(batch)); failed != nil {
			err = failf(exitFailed, fmt.Sprintf("\"aimsio log show %s\" tells what was sent", log.Run().ID), "%w", failed)
		}
		if stopped == nil && err != nil {
			stopped = err
			stop(err)
		}
		if late() { // what was sent comes before what was not, so all of that is told
			out.cutShort = true
			break
		}
	}
	return stopped
}

// journalHook records every call before and after it is made, and tells the mirror of it each time: a
// program that is killed has told it, and what a sync reads meanwhile may be older than the write. Once
// the run is over it keeps calls from being made.
func (w *writeRun) journalHook(
	going context.Context, log *journal.Journal, out *writeOutput, own *ownWrites,
) func(service.Call) (func(service.CallResult) error, error) {
	return func(call service.Call) (func(service.CallResult) error, error) {
		if going.Err() != nil {
			return nil, context.Cause(going)
		}
		entry := journal.Entry{
			Entity: w.entity.Name, Operation: w.action, Method: call.Method, Path: call.Path,
			Keys: call.Keys, GUIDs: call.IDs, Body: call.Body, Before: rawRecords(call.Before),
		}
		own.mark(going, w.entity, call.IDs)
		if err := out.intend(call, w.action); err != nil {
			return nil, err
		}
		done, err := log.Begin(entry)
		if err != nil {
			return nil, err
		}
		return func(result service.CallResult) error {
			own.mark(context.WithoutCancel(going), w.entity, call.IDs)
			return done(journal.Result{
				Outcome: result.Outcome, Status: result.Status, Message: result.Message, Took: result.Took,
			})
		}, nil
	}
}

// summarise tells in a line what became of the records.
func (w *writeRun) summarise(out *writeOutput, r *reader, took time.Duration, run string) {
	done := out.done()
	earlier := ""
	if w.resume != nil {
		earlier = ", " + grouped(w.resume.count) + " done before"
	}
	rest := ""
	if out.cutShort {
		rest = " and the rest of the input"
	}
	w.app.notef("written %s, unchanged %s, failed %s, unknown %s, skipped %s%s%s; %s in %s; run %s",
		grouped(done), grouped(out.tally.outcomes[service.Unchanged]), grouped(out.tally.outcomes[service.Failed]),
		grouped(out.tally.outcomes[service.Unknown]), grouped(out.tally.outcomes[service.Skipped]), rest, earlier,
		counted(int(r.client.Stats().Calls), "call"), took.Round(100*time.Millisecond), run)
}

// verdict is the error of a run that ended: why it stopped, or that some records failed.
func (w *writeRun) verdict(r *reader, out *writeOutput, err error) error {
	switch {
	case errors.Is(err, errInterrupted):
		return failf(exitInterrupted, "", "%w: the results tell what became of each record", errInterrupted)
	case err != nil:
		return r.explain(err, w.entity)
	default:
		return out.tally.failure(w.heldBack, false)
	}
}
