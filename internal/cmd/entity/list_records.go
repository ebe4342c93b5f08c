package entity

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// recordList prints the whole records behind the selected entries of an index.
type recordList struct {
	index *listIndex
	plan  *listPlan
	loop  *hydrate.FetchLoop
	// printing shows how far the fetching is.
	printing *cmdkit.Output
	// count is what the plan selects, which is known before the first record is fetched.
	count tally
	// staged is what is wanted, held against the mirror; nil where there is none.
	staged *hydrate.StagedSelection
	// matched counts the records that passed the filters.
	matched int
	// limited tells that the limit was reached, so that what came after was not looked at.
	limited bool
	// sorted tells that the mirror has put the records in the order asked for.
	sorted bool
}

func printRecords(ctx context.Context, index *listIndex, plan *listPlan, printing *cmdkit.Output, out *cmdkit.RecordWriter) error {
	l := &recordList{index: index, plan: plan, printing: printing, loop: &hydrate.FetchLoop{
		Session: index.session, Entity: plan.entity, Reporter: index.streams,
		Writer: hydrate.NewMirrorWriter(index.streams, index.store, plan.entity),
	}}
	l.loop.Breaker.Read = index.store != nil // others were read, or it would not be there
	wanted, end, err := l.selectWanted(ctx)
	if err != nil {
		return err
	}
	defer end()
	bar := printing.Progress(plan.fetches(l.count.total), plan.printer)
	l.loop.Progress = bar
	err = l.print(ctx, wanted, out)
	bar.End()
	if err == nil {
		err = index.checkFilters(ctx, out)
	}
	if err != nil {
		return err
	}
	l.noteShown(out)
	if l.loop.Failed > 0 {
		return &fail.IncompleteError{Failed: l.loop.Failed, Done: l.done() - l.loop.Failed}
	}
	return nil
}

// selectWanted goes through the index, and keeps what is wanted until it is fetched: with the mirror, which then
// knows what need not be, or in a file. end gives that back.
func (l *recordList) selectWanted(ctx context.Context) (wanted wantedRecords, end func(), err error) {
	entries := l.index.selected(ctx, l.plan, &l.count)
	if l.index.store == nil {
		selection, err := hydrate.Select(l.plan.entity, entries)
		if err != nil {
			return nil, nil, err
		}
		return selection.Wanted(), func() { cmdkit.CloseQuietly(selection) }, nil
	}
	l.staged, err = hydrate.Stage(ctx, l.index.store, l.plan.entity, entries, l.index.offline)
	if err != nil {
		return nil, nil, l.index.mirrors.MirrorError(err)
	}
	l.staged.Where = conditions(l.plan.after)
	if err := l.noteLoss(ctx); err != nil {
		return nil, nil, err
	}
	if l.plan.sortsRecords() {
		if err := l.sortInMirror(ctx); err != nil {
			return nil, nil, err
		}
	}
	return l.staged.Wanted(ctx), func() {}, nil
}

// sortInMirror has the database sort the records by a field that the index does not have. What changed is
// fetched first, since its place depends on it. Where the database cannot sort as Sorter does, the
// records are sorted in memory as ever.
func (l *recordList) sortInMirror(ctx context.Context) error {
	path, descending, ok := output.Sortable(l.plan.sort, l.plan.entity.Fields)
	if !ok {
		return nil
	}
	if !l.index.offline {
		if err := l.prefetch(ctx); err != nil {
			return err
		}
	}
	var err error
	l.sorted, err = l.staged.Order(ctx, path, descending)
	return l.index.mirrors.MirrorError(err)
}

// prefetch brings the mirror's records up to date.
func (l *recordList) prefetch(ctx context.Context) error {
	missing, err := l.staged.Missing(ctx)
	if err != nil {
		return l.index.mirrors.MirrorError(err)
	}
	bar := l.printing.Progress(missing, l.plan.printer)
	defer bar.End()
	before := &hydrate.FetchLoop{
		Session: l.index.session, Entity: l.plan.entity, Reporter: l.index.streams, Progress: bar, Writer: l.loop.Writer,
		Breaker: hydrate.FailureBreaker{Read: true},
	}
	err = l.staged.Prefetch(ctx, before)
	l.loop.Failed, l.loop.Missing = before.Failed, before.Missing
	return l.index.mirrors.MirrorError(err)
}

// print prints the records that are wanted as they come, or in order when all are there.
func (l *recordList) print(ctx context.Context, wanted wantedRecords, out *cmdkit.RecordWriter) error {
	records := l.matching(l.fetched(ctx, wanted, out))
	if l.plan.sortsRecords() && !l.sorted {
		records = sorted(records, l.plan.sort, api.ListFields(l.plan.entity), 0)
	}
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := out.Write(r); err != nil {
			return err
		}
		if out.Full() && !l.plan.readsAll() { // else counting goes on, to say how many there are
			l.limited = true
			return nil
		}
	}
	return out.WriteSorted()
}

// fetched walks the records that are wanted.
func (l *recordList) fetched(ctx context.Context, wanted wantedRecords, out *cmdkit.RecordWriter) iter.Seq2[record.Record, error] {
	if !l.plan.limitsRows() {
		return l.loop.Records(ctx, wanted)
	}
	return inRounds(ctx, l.loop, wanted, l.plan.limit, func() int { return out.Shown })
}

// matching walks the records that pass the filters which the index could not decide.
func (l *recordList) matching(records iter.Seq2[record.Record, error]) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for r, err := range records {
			keep := false
			if err == nil {
				keep, err = l.plan.keeps(l.plan.after, r)
			}
			if err != nil {
				yield(record.Record{}, err)
				return
			}
			if !keep {
				continue
			}
			l.matched++
			if !yield(r, nil) {
				return
			}
		}
	}
}

// done is how many of the selected records were looked at.
func (l *recordList) done() int {
	if l.limited {
		return l.loop.Reached
	}
	return l.count.total
}

// noteShown says what the output does not hold. Records that could not be read are counted by the
// error that ends the run.
func (l *recordList) noteShown(out *cmdkit.RecordWriter) {
	l.noteRepeated(out)
	failed, done := l.loop.Failed, l.done()
	count := l.count
	switch {
	case out.Shown == 0 && failed > 0: // whether there is one that was meant is not known
		return
	case !l.plan.indexDecides() && done < count.total:
		noteLimit(l.plan.entity, out, done, count.total)
		return
	case !l.plan.indexDecides():
		count.total = l.matched
	case out.Count+failed == count.total && failed > 0:
		count.total = out.Count
	}
	noteShown(l.plan.entity, out, count)
}

// noteRepeated says that the index names a record more than once, which through a mirror is one record.
func (l *recordList) noteRepeated(out *cmdkit.RecordWriter) {
	if l.staged == nil || l.staged.Repeated() == 0 {
		return
	}
	out.Notef("warning: the index of %s names records more than once; left out: %s", l.plan.entity.Name, text.Counted(l.staged.Repeated(), "entry"))
	l.count.total -= l.staged.Repeated()
}

// noteLoss warns where the index that is listed lost so much that a sync would doubt it. What is missing is
// neither shown nor forgotten.
func (l *recordList) noteLoss(ctx context.Context) error {
	if l.index.offline {
		return nil
	}
	lost, err := l.index.store.Missed(ctx, l.plan.entity, l.count.entries)
	if err != nil || lost.Gone == 0 {
		return l.index.mirrors.MirrorError(err)
	}
	l.index.streams.Notef("warning: the index of %[1]s names %[2]s, where the mirror knows of %[3]s: they may be hidden from this user, "+
		"or the list is not whole; they stay in the mirror, and --offline shows them",
		l.plan.entity.Name, text.Counted(l.count.entries, "record"), text.Count(lost.Known))
	return nil
}

// conditions are what a database can tell of filters. The filters themselves look at all that it
// lets pass.
func conditions(filters []output.Filter) []mirror.Condition {
	var found []mirror.Condition
	for _, filter := range filters {
		if bound, ok := filter.Bound(); ok {
			found = append(found, mirror.Condition{
				Path: bound.Path, Numeric: bound.Numeric, Op: bound.Op, Numbers: bound.Numbers, Texts: bound.Texts, Fold: bound.Fold,
				Trim: bound.Trim,
			})
		}
	}
	return found
}
