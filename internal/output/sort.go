package output

import (
	"bufio"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// sortBuffer is how many bytes of records are written at once.
const sortBuffer = 64 << 10

// Sorter puts records in the order of one field. It holds what they are sorted by in memory; the records
// themselves go to a file where they are many.
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
	// content holds the records, one behind another, and size is how many bytes that is.
	content *spool.Spool
	buffer  *bufio.Writer
	size    int64
}

// sortItem is what a record is sorted by, and where it stands.
type sortItem struct {
	key    operand
	at     int64
	length int
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

// Close gives back what holds the records.
func (s *Sorter) Close() error {
	if s.content == nil {
		return nil
	}
	return s.content.Close()
}

// Add keeps a copy of a record. It fails where there is no room for it.
func (s *Sorter) Add(r record.Record) error {
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
	if s.content == nil {
		s.content = spool.New(spool.DefaultMemory)
		s.buffer = bufio.NewWriterSize(s.content, sortBuffer)
	}
	written, err := s.buffer.Write(r.Raw())
	if err != nil {
		return fmt.Errorf("keeping a record to sort it: %w", err)
	}
	s.items = append(s.items, sortItem{key: key, at: s.size, length: written})
	s.size += int64(written)
	return nil
}

// All gives the records in order. A record is valid until the next one is asked for.
func (s *Sorter) All() iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		if s.content == nil {
			return // there are none
		}
		if err := s.buffer.Flush(); err != nil {
			yield(record.Record{}, fmt.Errorf("keeping a record to sort it: %w", err))
			return
		}
		slices.SortStableFunc(s.items, s.compare)
		var raw []byte
		for _, item := range s.items {
			raw = slices.Grow(raw[:0], item.length)[:item.length]
			r, err := s.read(raw, item.at)
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// read gives the record at a place, in raw, which is as long.
func (s *Sorter) read(raw []byte, at int64) (record.Record, error) {
	if read, err := s.content.ReadAt(raw, at); read < len(raw) {
		return record.Record{}, fmt.Errorf("reading a record that was kept to be sorted: %w", err)
	}
	return record.New(raw)
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
