package entity

import (
	"context"
	"errors"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// stagedSelection is the selected part of an index, held against the mirror.
type stagedSelection struct {
	stage *mirror.Stage
	// where is what the database can tell of the filters.
	where []mirror.Condition
	// old takes the mirror's records as they are.
	old bool
	// failed are the records that could not be fetched beforehand, so that the mirror has nothing or
	// something old of them.
	failed map[string]bool
}

// compare holds the stubs that are selected, in the order asked for, against the mirror.
func (f *fullList) compare(ctx context.Context) error {
	if f.mirror == nil {
		return nil
	}
	var again tally
	stage, err := f.mirror.Stage(ctx, f.entity, first(f.ordered(ctx, &again), f.expected()))
	if err != nil {
		return f.app.MirrorError(err)
	}
	f.through = &stagedSelection{stage: stage, where: conditions(f.plan.after), old: f.offline}
	if f.plan.sort == "" || f.plan.sortsIndex {
		return nil
	}
	return f.sortInMirror(ctx)
}

// sortInMirror has the database sort the records by a field that stubs do not have. What changed is
// fetched first, since its place depends on it. Where the database cannot sort as Sorter does, the
// records are sorted in memory as ever.
func (f *fullList) sortInMirror(ctx context.Context) error {
	path, descending, ok := output.Sortable(f.plan.sort, f.entity.Fields)
	if !ok {
		return nil
	}
	if !f.offline {
		if err := f.prefetch(ctx); err != nil {
			return err
		}
	}
	sorts, err := f.through.stage.Order(ctx, path, descending)
	f.sorted = sorts
	return f.app.MirrorError(err)
}

// prefetch brings the mirror's records up to date.
func (f *fullList) prefetch(ctx context.Context) error {
	t := f.through
	t.failed = map[string]bool{}
	before := &hydrate.FetchLoop{
		Session: f.reader, Entity: f.entity, Reporter: f.app, Writer: f.walk.Writer,
		Failing: func(fetched service.Fetched) { t.failed[fetched.ID] = true }, Breaker: hydrate.FailureBreaker{Read: true},
	}
	count := 0
	for _, err := range t.stage.Missing(ctx, false) {
		if err != nil {
			return f.app.MirrorError(err)
		}
		count++
	}
	bar := f.app.Progress(count, f.plan.printer)
	defer bar.End()
	before.Progress = bar
	var broken error
	for _, err := range before.Records(ctx, t.wanted(t.stage.Missing(ctx, false), func(err error) { broken = err })) {
		if err != nil {
			return err
		}
	}
	f.walk.Writer.Flush(ctx)
	if f.walk.Writer.Failed {
		return fail.New(fail.Failed, "--no-mirror reads from the server", "the mirror %s cannot be written to", f.mirror.Place())
	}
	f.walk.Failed, f.walk.Missing = before.Failed, before.Missing
	t.old = true
	return f.app.MirrorError(broken)
}

// wanted walks entries as records to fetch or to hand on, each with its place among them. Those that the
// database left out take a place too. An error ends it.
func (t *stagedSelection) wanted(entries iter.Seq2[mirror.Entry, error], stop func(error)) iter.Seq[service.Wanted] {
	return func(yield func(service.Wanted) bool) {
		place := 0
		for entry, err := range entries {
			if err != nil {
				stop(err)
				return
			}
			place++
			if entry.Filtered {
				continue
			}
			wanted := wantedEntry(entry)
			wanted.Line = place
			if !yield(wanted) {
				return
			}
		}
	}
}

func wantedEntry(entry mirror.Entry) service.Wanted {
	wanted := service.Wanted{ID: entry.ID, Entry: entry.Listed}
	if entry.Fresh {
		wanted.Have = &entry.Record
	}
	if entry.Fault != "" {
		wanted.Err = errors.New(entry.Fault)
	}
	return wanted
}

// all walks the records that are selected, but those that were tried before and failed.
func (t *stagedSelection) all(ctx context.Context, stop func(error)) iter.Seq[service.Wanted] {
	return func(yield func(service.Wanted) bool) {
		for wanted := range t.wanted(t.stage.All(ctx, mirror.Selection{Old: t.old, Where: t.where}), stop) {
			tried := t.failed[wanted.ID] || t.failed != nil && wanted.Err != nil
			if !tried && !yield(wanted) {
				return
			}
		}
	}
}

// conditions are what a database can tell of filters. The filters themselves look at all that it
// lets pass.
func conditions(filters []output.Filter) []mirror.Condition {
	var found []mirror.Condition
	for _, filter := range filters {
		if bound, ok := filter.Bound(); ok {
			found = append(found, mirror.Condition{
				Path: bound.Path, Numeric: bound.Numeric, Op: bound.Op, Numbers: bound.Numbers, Texts: bound.Texts, Fold: bound.Fold,
			})
		}
	}
	return found
}

// first walks at most so many records.
func first(records iter.Seq2[record.Record, error], most int) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		number := 0
		for r, err := range records {
			if number++; number > most || !yield(r, err) {
				return
			}
		}
	}
}
