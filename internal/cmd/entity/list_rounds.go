package entity

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// inRounds tells that a limit counts rows of a list, of which nearly every record has some: then no more
// records are fetched at once than there are rows to come.
func (f *fullList) inRounds() bool {
	return f.plan.limit > 0 && f.plan.printer.Explode != nil && !f.allAtHand() && len(f.plan.after) == 0 && len(f.plan.rows) == 0
}

// fetched walks the records behind ids. In rounds, one begins when the one before it is through; where that
// had no rows, it is twice as large, so that a long list without any does not take a round for each record.
func (f *fullList) fetched(ctx context.Context, out *cmdkit.RecordWriter, ids iter.Seq[service.Wanted]) iter.Seq2[record.Record, error] {
	if !f.inRounds() {
		return f.walk.Records(ctx, ids)
	}
	return func(yield func(record.Record, error) bool) {
		next, end := iter.Pull(ids)
		defer end()
		size, more := f.plan.limit, true
		for more {
			shown := out.Shown
			for r, err := range f.walk.Records(ctx, round(next, size, &more)) {
				if !yield(r, err) {
					return
				}
			}
			if out.Shown == shown {
				size *= 2
			} else {
				size = f.plan.limit - out.Shown
			}
		}
	}
}

// round walks as many of the next ids, and tells whether there may be more.
func round(next func() (service.Wanted, bool), size int, more *bool) iter.Seq[service.Wanted] {
	return func(yield func(service.Wanted) bool) {
		for range size {
			var wanted service.Wanted
			if wanted, *more = next(); !*more || !yield(wanted) {
				return
			}
		}
	}
}
