package output

import (
	"bufio"
	"fmt"
	"iter"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// sortBuffer is how many bytes of records are written at once.
const sortBuffer = 64 << 10

// Sorter puts records in the order of one field, or of several, of which each decides among those that are equal by
// the ones before it. It holds what they are sorted by in memory; the records themselves go to a file where they are
// many.
//
// Numbers and times go by their exact value, false before true, and texts by code point without
// regard to letter case (with regard to it among equals). A text that is a number is one where the
// field is described so. Where a field holds several kinds, booleans come first, then numbers, then
// all else. Missing values, null and empty texts come last in either direction, and equal records
// stay in the order in which they came.
type Sorter struct {
	by     []sortField
	fields []api.Field
	items  []sortItem
	// keys are what the records are sorted by, so many for each as there are fields.
	keys []operand
	// content holds the records, one behind another, and size is how many bytes that is.
	content *spool.Spool
	buffer  *bufio.Writer
	size    int64
}

// sortItem is where a record stands, and the first of what it is sorted by.
type sortItem struct {
	key    int
	at     int64
	length int
}

// NewSorter prepares sorting by "field", by "-field" from the largest down, or by several of them: "a,-b". It returns
// the error of CheckFields for a name that must be a typing error, and a *SortError for a field in a list, or one
// that is a list or an object.
func NewSorter(order string, fields []api.Field) (*Sorter, error) {
	words, err := sortWords(order)
	if err != nil {
		return nil, err
	}
	s := &Sorter{fields: fields}
	for _, word := range words {
		by, err := newSortField(word, fields)
		if err != nil {
			return nil, err
		}
		s.by = append(s.by, by)
	}
	return s, nil
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
	first := len(s.keys)
	for i := range s.by {
		s.keys = append(s.keys, s.by[i].key(r))
	}
	if s.content == nil {
		s.content = spool.New(spool.DefaultMemory)
		s.buffer = bufio.NewWriterSize(s.content, sortBuffer)
	}
	written, err := s.buffer.Write(r.Raw())
	if err != nil {
		return fmt.Errorf("keeping a record to sort it: %w", err)
	}
	s.items = append(s.items, sortItem{key: first, at: s.size, length: written})
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
// has one of the fields, and a *SortError if one lies in a list, or is no plain value and not described as one. Where
// there were no records, there is no telling.
func (s *Sorter) Check() error {
	for i := range s.by {
		by := &s.by[i]
		switch {
		case by.list != nil:
			return &SortError{Name: by.name, List: by.list.String()}
		case by.many != "":
			return &SortError{Name: by.name, Type: by.many}
		case !by.seen && len(s.items) > 0 && !Described(by.name, s.fields):
			return unknownField(by.name, s.fields)
		}
	}
	return nil
}

func (s *Sorter) compare(a, b sortItem) int {
	for i := range s.by {
		if order := s.by[i].compare(s.keys[a.key+i], s.keys[b.key+i]); order != 0 {
			return order
		}
	}
	return 0
}
