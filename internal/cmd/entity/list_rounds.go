package entity

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// limitsRows tells that a limit counts rows of a list, of which nearly every record has some: then no more
// records are fetched at once than there are rows to come.
func (p *listPlan) limitsRows() bool {
	return p.limit > 0 && p.printer.Explode != nil && !p.readsAll() && len(p.after) == 0 && len(p.rows) == 0
}

// wantedRecords walks what is wanted; an error ends it.
type wantedRecords = iter.Seq2[service.Wanted, error]

// inRounds fetches records until so many rows are shown, which shown tells. A round begins when the one before it
// is through; where that had no rows, it is twice as large, so that a long list without any does not take a round
// for each record.
func inRounds(ctx context.Context, loop *hydrate.FetchLoop, wanted wantedRecords, rows int, shown func() int) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		next, end := iter.Pull2(wanted)
		defer end()
		size, more := rows, true
		for more {
			before := shown()
			for r, err := range loop.Records(ctx, round(next, size, &more)) {
				if !yield(r, err) || err != nil {
					return
				}
			}
			if shown() == before {
				size *= 2
			} else {
				size = rows - shown()
			}
		}
	}
}

// round walks as many of the next that are wanted, and tells whether there may be more.
func round(next func() (service.Wanted, error, bool), size int, more *bool) wantedRecords {
	return func(yield func(service.Wanted, error) bool) {
		for range size {
			wanted, err, ok := next()
			if *more = ok; !ok || !yield(wanted, err) {
				return
			}
		}
	}
}
