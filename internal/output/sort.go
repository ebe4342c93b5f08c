package output

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

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
	list record.Path
	// plain tells that the description calls the field a plain value, and many is a record's list or object
	// in its place, where it does not.
	plain bool
	many  api.Type
	// epoch tells that texts of milliseconds are sorted as the times that they are.
	epoch bool
	items []sortItem
}

type sortItem struct {
	record record.Record
	key    operand
}

// SortError says that a key is no plain value, or leads into a list, so that a record may have several values
// to sort by.
type SortError struct {
	Name string
	// List is the list into which the key leads, and Type, where there is none, what the key is itself.
	List string
	Type api.Type
}

// Error names the list.
func (e *SortError) Error() string {
	switch {
	case e.List == "" && e.Type == api.Array:
		return fmt.Sprintf("cannot sort by %s: it is a list, which has no place among others", e.Name)
	case e.List == "":
		return fmt.Sprintf("cannot sort by %[1]s: it is an object, which has no place among others; sort by one of its fields, as %[1]s.FIELD", e.Name)
	}
	return fmt.Sprintf("cannot sort by %s: %s is a list, and a record may have several of them", e.Name, e.List)
}

// NewSorter prepares sorting by "field", or by "-field" from the largest down. It returns the
// error of CheckFields for a name that must be a typing error, and a *SortError for a field in a list, or one
// that is a list or an object.
func NewSorter(key string, fields []api.Field) (*Sorter, error) {
	name, descending := sortKey(key)
	if err := CheckFields([]string{name}, fields); err != nil {
		return nil, err
	}
	path := record.ParsePath(name)
	field, list, found := lookup(fields, path)
	switch {
	case list != nil:
		return nil, &SortError{Name: name, List: list.String()}
	case found && (field.Type == api.Array || field.Type == api.Object):
		return nil, &SortError{Name: name, Type: field.Type}
	}
	plain := found && field.Type != api.Any && field.Type != ""
	return &Sorter{name: name, path: path, fields: fields, descending: descending, plain: plain, epoch: found && field.Type.Epoch()}, nil
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
	switch kind := v.Kind(); {
	case s.plain || !ok:
	case kind == jsontext.KindBeginArray:
		s.many = api.Array
	case kind == jsontext.KindBeginObject:
		s.many = api.Object
	}
	key := newOperand(v)
	if at, ok := timeOperand(v); ok && s.epoch {
		key = at
	}
	s.items = append(s.items, sortItem{record: r, key: key})
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
// has the field, and a *SortError if it lies in a list, or is no plain value and not described as one. Where there were no records, there is no telling.
func (s *Sorter) Check() error {
	if s.list != nil {
		return &SortError{Name: s.name, List: s.list.String()}
	}
	if s.many != "" {
		return &SortError{Name: s.name, Type: s.many}
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
