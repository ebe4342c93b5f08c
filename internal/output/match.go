package output

import (
	"iter"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// AllMatch tells whether a record passes every filter.
func AllMatch(filters []Filter, r record.Record) (bool, error) {
	for _, filter := range filters {
		ok, err := filter.Match(r)
		if err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// MatchingRows gives the rows of a record that pass all filters.
func MatchingRows(explode *Explode, filters []Filter, r record.Record) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for row, err := range explode.Rows(r) {
			keep := true
			if err == nil {
				keep, err = AllMatch(filters, row)
			}
			if (keep || err != nil) && !yield(row, err) {
				return
			}
		}
	}
}
