package mirror

import (
	"context"
	"iter"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// pages reads the rows of a query page after page. At most size of them are in memory, and a page is read to
// its end before its rows are handed on, so that the mirror can be written to meanwhile.
type pages[T any] struct {
	// query orders its rows by a place, of 1 or more. Its last two arguments are the place behind which
	// the rows stand, and how many are read; arguments are those before.
	query     string
	arguments []any
	size      int
	// after is the place behind which the first page begins.
	after int64
	scan  func(database.Row) (T, error)
	place func(T) int64
}

func (p pages[T]) all(ctx context.Context, s *Store) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		last := p.after
		for {
			var page []T
			err := s.withConn(ctx, "reading", func(ctx context.Context, on queryer) (err error) {
				page, err = database.QueryAll(ctx, on, p.scan, p.query, slices.Concat(p.arguments, []any{last, p.size})...)
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
			if len(page) < p.size {
				return
			}
			last = p.place(page[len(page)-1])
		}
	}
}
