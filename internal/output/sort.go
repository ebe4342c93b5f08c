package output

import (
	"fmt"
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
	// list is one that the path leads through in some record, nil for none.
	list  record.Path
	items []sortItem
}

type sortItem struct {
	record record.Record
	key    operand
}

// SortError says that a key leads into a list, so that a record may have several values to sort by.
type SortError struct{ Name, List string }

// Error names the list.
func (e *SortError) Error() string {
	return fmt.Sprintf("cannot sort by %s: %s is a list, and a record may have several of them", e.Name, e.List)
}

// NewSorter prepares sorting by "field", or by "-field" from the largest down. It returns the
// error of CheckFields for a name that must be a typing error, and a *SortError for a field in a list.
func NewSorter(key string, fields []api.Field) (*Sorter, error) {
	name, descending := sortKey(key)
	if err := CheckFields([]string{name}, fields); err != nil {
		return nil, err
	}
	path := record.ParsePath(name)
	if _, list, _ := lookup(fields, path); list != nil {
		return nil, &SortError{Name: name, List: list.String()}
	}
	return &Sorter{name: name, path: path, fields: fields, descending: descending}, nil
}

// sortKey takes the direction off a key.
func sortKey(key string) (name string, descending bool) {
	return strings.CutPrefix(strings.TrimSpace(key), "-")
}

// Add keeps a copy of a record.
func (s *Sorter) Add(r record.Record) {
	r = r.Clone()
	v, ok := r.Get(s.path)
	s.seen = s.seen || ok
	if list, through := r.ThroughList(s.path); through && s.list == nil {
		s.list = slices.Clone(list)
	}
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
// has the field, and a *SortError if it lies in a list. Where there were no records, there is no telling.
func (s *Sorter) Check() error {
	if s.list != nil {
		return &SortError{Name: s.name, List: s.list.String()}
	}
	if s.seen || len(s.items) == 0 || Described(s.name, s.fields) {
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
