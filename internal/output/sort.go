package output

import (
	"iter"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Sorter puts records in the order of one field. It holds all records in memory.
//
// Numbers and times go by their exact value, false before true, and texts by code point without
// regard to letter case (with regard to it among equals). Where a field holds several kinds,
// booleans come first, then numbers, then all else. Missing values, null and empty texts come
// last in either direction, and equal records stay in the order in which they came.
type Sorter struct {
	name       string
	path       record.Path
	fields     []api.Field
	descending bool
	seen       bool
	items      []sortItem
}

type sortItem struct {
	record record.Record
	key    operand
}

// NewSorter prepares sorting by "field", or by "-field" from the largest down. It returns the
// error of CheckFields for a name that must be a typing error.
func NewSorter(key string, fields []api.Field) (*Sorter, error) {
	name, descending := strings.CutPrefix(strings.TrimSpace(key), "-")
	if err := CheckFields([]string{name}, fields); err != nil {
		return nil, err
	}
	return &Sorter{name: name, path: record.ParsePath(name), fields: fields, descending: descending}, nil
}

// Add keeps a copy of a record.
func (s *Sorter) Add(r record.Record) {
	r = r.Clone()
	v, ok := r.Get(s.path)
	s.seen = s.seen || ok
	s.items = append(s.items, sortItem{record: r, key: newOperand(v)})
}

// All gives the records in order.
func (s *Sorter) All() iter.Seq[record.Record] {
	slices.SortStableFunc(s.items, s.compare)
	return func(yield func(record.Record) bool) {
		for _, item := range s.items {
			if !yield(item.record) {
				return
			}
		}
	}
}

// Check returns an *UnknownFieldError if neither the description nor any record added so far
// has the field. Where there were no records, there is no telling.
func (s *Sorter) Check() error {
	if s.seen || len(s.items) == 0 || described(s.name, s.fields) {
		return nil
	}
	return unknownField(s.name, s.fields)
}

func (s *Sorter) compare(a, b sortItem) int {
	switch {
	case a.key.empty() && b.key.empty():
		return 0
	case a.key.empty():
		return 1
	case b.key.empty():
		return -1
	}
	order := a.key.compare(b.key)
	if s.descending {
		return -order
	}
	return order
}
