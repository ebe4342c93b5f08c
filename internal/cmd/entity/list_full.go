package entity

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// fullList prints the whole records behind the selected stubs.
type fullList struct {
	*listRun
	walk  *hydrate.FetchLoop
	count tally
	// matched counts the records that passed the filters.
	matched int
	// through is the selected part of the index, held against the mirror; nil where there is none.
	through *stagedSelection
	// limited tells that the limit was reached, so that what came after was not looked at.
	limited bool
	// sorted tells that the mirror has put the records in the order asked for.
	sorted bool
}

func (l *listRun) full(ctx context.Context, out *cmdkit.RecordWriter) error {
	f := &fullList{listRun: l, walk: &hydrate.FetchLoop{
		Session: l.reader, Entity: l.entity, Reporter: l.app, Writer: hydrate.NewMirrorWriter(l.app, l.mirror, l.entity),
	}}
	f.walk.Breaker.Read = l.mirror != nil           // others were read, or it would not be there
	for _, err := range l.selected(ctx, &f.count) { // for the progress bar and what is left out
		if err != nil {
			return err
		}
	}
	if err := errors.Join(f.noteLoss(ctx), f.compare(ctx)); err != nil {
		return err
	}
	bar := l.app.Progress(f.expected(), l.plan.printer)
	f.walk.Progress = bar
	err := f.print(ctx, out)
	bar.End()
	f.walk.Writer.Flush(ctx)
	if err == nil {
		err = checkFilters(out)
	}
	if err != nil {
		return err
	}
	f.tellShown(out)
	if f.walk.Failed > 0 {
		return &fail.IncompleteError{Failed: f.walk.Failed, Done: f.done() - f.walk.Failed}
	}
	return nil
}

// done is how many of the selected records were looked at.
func (f *fullList) done() int {
	if f.limited {
		return f.walk.Reached
	}
	return f.count.total
}

func (f *fullList) print(ctx context.Context, out *cmdkit.RecordWriter) error {
	records := f.matching(ctx, out)
	if f.allAtHand() && !f.sorted {
		records = sorted(records, f.plan.sort, api.ListFields(f.entity))
	}
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := out.Write(r); err != nil {
			return err
		}
		if out.Full() && !f.allAtHand() { // else counting goes on, to say how many there are
			f.limited = true
			return nil
		}
	}
	return nil
}

// stubsDecide tells whether the index alone decides which records are shown, so that a limit
// spares calls.
func (f *fullList) stubsDecide() bool {
	return len(f.plan.after) == 0 && !f.allAtHand() && f.plan.printer.Explode == nil
}

// allAtHand tells that the order depends on what stubs do not have, so that all records were read before
// the first is shown.
func (f *fullList) allAtHand() bool { return f.plan.sort != "" && !f.plan.sortsIndex }

// expected is how many records will be fetched at most.
func (f *fullList) expected() int {
	if f.plan.limit > 0 && f.stubsDecide() {
		return min(f.plan.limit, f.count.total)
	}
	return f.count.total
}

// wanted walks the ids to fetch. An error of the index itself stops the fetching.
func (f *fullList) wanted(ctx context.Context, stop context.CancelCauseFunc) iter.Seq[service.Wanted] {
	if f.through != nil {
		return f.through.all(ctx, stop)
	}
	return func(yield func(service.Wanted) bool) {
		number := 0
		var again tally
		for stub, err := range first(f.ordered(ctx, &again), f.expected()) {
			if err != nil {
				stop(err)
				return
			}
			number++
			id, err := service.ID(f.entity, stub)
			if err != nil {
				err = fmt.Errorf("entry %s of the list: %w", text.Count(number), err)
			}
			if !yield(service.Wanted{ID: id, Err: err, Line: number}) {
				return
			}
		}
	}
}

// matching walks the whole records that pass the filters, in the order of the stubs.
func (f *fullList) matching(ctx context.Context, out *cmdkit.RecordWriter) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		ctx, stop := context.WithCancelCause(ctx)
		defer stop(nil)
		for r, err := range f.fetched(ctx, out, f.wanted(ctx, stop)) {
			keep := false
			if err == nil {
				keep, err = f.plan.keeps(f.plan.after, r)
			}
			if err != nil {
				yield(record.Record{}, err)
				return
			}
			if !keep {
				continue
			}
			f.matched++
			if !yield(r, nil) {
				return
			}
		}
	}
}

// tellShown says what the output does not hold. Records that could not be read are counted by the
// error that ends the run.
func (f *fullList) tellShown(out *cmdkit.RecordWriter) {
	if f.through != nil {
		f.tellDoubles(out)
	}
	done := f.done()
	switch {
	case out.Shown == 0 && f.walk.Failed > 0: // whether there is one that was meant is not known
	case !f.stubsDecide() && done < f.count.total:
		f.tellLimited(out, done)
	case !f.stubsDecide():
		f.tell(out, tally{total: f.matched, undated: f.count.undated})
	case out.Count+f.walk.Failed == f.count.total && f.walk.Failed > 0:
		f.tell(out, tally{total: out.Count, undated: f.count.undated})
	default:
		f.tell(out, f.count)
	}
}

// tellLimited says how far the records were looked at until the limit was reached.
func (f *fullList) tellLimited(out *cmdkit.RecordWriter, done int) {
	shown, rest := text.Count(out.Shown)+" "+f.entity.Name, ""
	if out.Explode != nil {
		shown = text.Counted(out.Shown, "row") + " of " + f.entity.Name
	}
	if out.Left > 0 {
		rest = ", the last of which has " + text.Counted(out.Left, "more row")
	}
	out.Notef("showing %s: the limit was reached after %s of %s records%s", shown, text.Count(done), text.Count(f.count.total), rest)
}

// tellDoubles says that the index names a record more than once, which through a mirror is one record.
func (f *fullList) tellDoubles(out *cmdkit.RecordWriter) {
	if n := f.through.stage.Duplicates; n > 0 {
		out.Notef("warning: the index of %s names records more than once; left out: %s", f.entity.Name, text.Counted(n, "entry"))
		f.count.total -= n
	}
}

// noteLoss warns where the index that is listed lost so much that a sync would doubt it. What is missing is
// neither shown nor forgotten.
func (f *fullList) noteLoss(ctx context.Context) error {
	if f.mirror == nil || f.offline {
		return nil
	}
	lost, err := f.mirror.Missed(ctx, f.entity, f.count.entries)
	if err != nil || lost.Gone == 0 {
		return f.app.MirrorError(err)
	}
	f.app.Notef("warning: the index of %[1]s names %[2]s, where the mirror knows of %[3]s: they may be hidden from this user, or the list is not whole; "+
		"they stay in the mirror, and --offline shows them", f.entity.Name, text.Counted(f.count.entries, "record"), text.Count(lost.Known))
	return nil
}
