package entity

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// tally counts what a plan selects of an index.
type tally struct {
	total int
	// entries are all that the index has.
	entries int
	// undated are entries without a time of change, which no window can leave out.
	undated int
}

// selected walks the entries that a plan selects, in the order asked for. It goes through the index once, and
// counts all that are selected, also where no more than some of them will be fetched. An entry is valid until
// the next.
func (i *listIndex) selected(ctx context.Context, plan *listPlan, count *tally) iter.Seq2[record.Record, error] {
	entries, most := i.matching(ctx, plan, count), 0
	if plan.full && plan.indexDecides() {
		most = plan.limit
	}
	switch {
	case plan.sort != "" && plan.sortsIndex:
		return sorted(entries, plan.sort, api.ListFields(i.entity), most)
	case most > 0:
		return first(entries, most)
	default:
		return entries
	}
}

// matching walks the entries that a plan selects, in the order of the index, and counts them.
func (i *listIndex) matching(ctx context.Context, plan *listPlan, count *tally) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for entry, err := range i.entries.Entries() {
			if err == nil && ctx.Err() != nil {
				err = context.Cause(ctx)
			}
			keep := false
			if err == nil {
				count.entries++
				keep, err = i.keeps(plan, entry, count)
			}
			if err != nil {
				yield(record.Record{}, i.readError(err))
				return
			}
			if keep && !yield(entry, nil) {
				return
			}
		}
	}
}

// keeps tells whether a plan selects an entry.
func (i *listIndex) keeps(plan *listPlan, entry record.Record, count *tally) (bool, error) {
	dated := true
	if !plan.window.Open() {
		var held bool
		if held, dated = plan.window.Holds(i.entity, entry); !held {
			return false, nil
		}
	}
	keep, err := output.AllMatch(plan.before, entry)
	if keep && err == nil && !plan.full {
		keep, err = plan.keeps(nil, entry)
	}
	if keep {
		count.total++
		if !dated {
			count.undated++
		}
	}
	return keep, err
}

// first walks at most so many records, and goes through the rest, which is counted.
func first(records iter.Seq2[record.Record, error], most int) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		number := 0
		for r, err := range records {
			number++
			if (number <= most || err != nil) && !yield(r, err) {
				return
			}
		}
	}
}

// sorted walks records by a key when all of them are there, at most so many of them, 0 for all.
func sorted(records iter.Seq2[record.Record, error], key string, fields []api.Field, most int) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		sorter, err := output.NewSorter(key, fields)
		if err != nil {
			yield(record.Record{}, fail.AsUsage(err))
			return
		}
		defer cmdkit.CloseQuietly(sorter)
		for r, err := range records {
			if err == nil {
				err = sorter.Add(r)
			}
			if err != nil {
				yield(record.Record{}, err)
				return
			}
		}
		if err := sorter.Check(); err != nil {
			yield(record.Record{}, err)
			return
		}
		number := 0
		for r, err := range sorter.All() {
			if number++; !yield(r, err) || number == most {
				return
			}
		}
	}
}
