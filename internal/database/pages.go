package database

import (
	"context"
	"iter"
	"slices"
)

// Pages reads the rows of a query page after page. At most Size of them are in memory, and a page is read to
// its end before its rows are handed on, so that the database can be written to meanwhile.
type Pages[T, P any] struct {
	// Query orders its rows by a place. Its last two arguments are the place behind which the rows stand, and
	// how many are read; Arguments are those before.
	Query     string
	Arguments []any
	Size      int
	// After is the place behind which the first page begins.
	After P
	Scan  func(Row) (T, error)
	Place func(T) P
}

// All walks the rows. read gives the database for one page.
func (p Pages[T, P]) All(ctx context.Context, read func(context.Context, func(context.Context, Queryer) error) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		last := p.After
		for {
			var page []T
			err := read(ctx, func(ctx context.Context, on Queryer) (err error) {
				page, err = QueryAll(ctx, on, p.Scan, p.Query, slices.Concat(p.Arguments, []any{last, p.Size})...)
				return err
			})
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, one := range page {
				if !yield(one, nil) {
					return
				}
			}
			if len(page) < p.Size {
				return
			}
			last = p.Place(page[len(page)-1])
		}
	}
}
