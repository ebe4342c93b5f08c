package cli

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// fullList prints the whole records behind the selected stubs.
type fullList struct {
	*listRun
	walk  *walk
	count tally
	// matched counts the records that passed the filters.
	matched int
	// through is the selected part of the index, held against the mirror; nil where there is none.
	through *throughMirror
	// limited tells that the limit was reached, so that what came after was not looked at.
	limited bool
	// sorted tells that the mirror has put the records in the order asked for.
	sorted bool
}

func (l *listRun) full(ctx context.Context, out *sink) error {
	f := &fullList{listRun: l, walk: &walk{app: l.app, reader: l.reader, entity: l.entity, keeper: newKeeper(l.app, l.mirror, l.entity)}}
	f.walk.patience.read = l.mirror != nil          // others were read, or it would not be there
	for _, err := range l.selected(ctx, &f.count) { // for the progress bar and what is left out
		if err != nil {
			return err
		}
	}
	if err := errors.Join(f.noteLoss(ctx), f.compare(ctx)); err != nil {
		return err
	}
	f.walk.progress = l.app.progress(f.expected(), l.plan.printer)
	err := f.print(ctx, out)
	f.walk.progress.end()
	f.walk.keeper.flush(ctx)
	if err == nil {
		err = f.app.checkFilters(out)
	}
	if err != nil {
		return err
	}
	f.tellShown(out)
	if f.walk.failed > 0 {
		return &partial{failed: f.walk.failed, done: f.done() - f.walk.failed}
	}
	return nil
}

// done is how many of the selected records were looked at.
func (f *fullList) done() int {
	if f.limited {
		return f.walk.reached
	}
	return f.count.total
}

func (f *fullList) print(ctx context.Context, out *sink) error {
	records := f.matching(ctx, out)
	if f.allAtHand() && !f.sorted {
		records = sorted(records, f.plan.sort, listFields(f.entity))
	}
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := out.write(r); err != nil {
			return err
		}
		if out.full() && !f.allAtHand() { // else counting goes on, to say how many there are
			f.limited = true
			return nil
		}
	}
	return nil
}

// stubsDecide tells whether the index alone decides which records are shown, so that a limit
// spares calls.
func (f *fullList) stubsDecide() bool {
	return len(f.plan.after) == 0 && !f.allAtHand() && f.plan.printer.explode == nil
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
				err = fmt.Errorf("entry %s of the list: %w", grouped(number), err)
			}
			if !yield(service.Wanted{ID: id, Err: err, Listed: true, Line: number}) {
				return
			}
		}
	}
}

// matching walks the whole records that pass the filters, in the order of the stubs.
func (f *fullList) matching(ctx context.Context, out *sink) iter.Seq2[record.Record, error] {
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
func (f *fullList) tellShown(out *sink) {
	if f.through != nil {
		f.tellDoubles(out)
	}
	done := f.done()
	switch {
	case out.shown == 0 && f.walk.failed > 0: // whether there is one that was meant is not known
	case !f.stubsDecide() && done < f.count.total:
		f.tellLimited(out, done)
	case !f.stubsDecide():
		f.tell(out, tally{total: f.matched, undated: f.count.undated})
	case out.count+f.walk.failed == f.count.total && f.walk.failed > 0:
		f.tell(out, tally{total: out.count, undated: f.count.undated})
	default:
		f.tell(out, f.count)
	}
}

// tellLimited says how far the records were looked at until the limit was reached.
func (f *fullList) tellLimited(out *sink, done int) {
	shown, rest := grouped(out.shown)+" "+f.entity.Name, ""
	if out.explode != nil {
		shown = counted(out.shown, "row") + " of " + f.entity.Name
	}
	if out.left > 0 {
		rest = ", the last of which has " + counted(out.left, "more row")
	}
	out.notef("showing %s: the limit was reached after %s of %s records%s", shown, grouped(done), grouped(f.count.total), rest)
}

// tellDoubles says that the index names a record more than once, which through a mirror is one record.
func (f *fullList) tellDoubles(out *sink) {
	if n := f.through.stage.Doubles; n > 0 {
		out.notef("warning: the index of %s names records more than once; left out: %s", f.entity.Name, entriesCounted(n))
		f.count.total -= n
	}
}
