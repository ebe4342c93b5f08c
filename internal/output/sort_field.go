package output

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// sortField is a field that records are sorted by.
type sortField struct {
	name       string
	path       record.Path
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
	// number tells that texts of numbers are sorted as the numbers that they are.
	number bool
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

func newSortField(word string, fields []api.Field) (sortField, error) {
	name, descending := sortKey(word)
	if err := CheckFields([]string{name}, fields); err != nil {
		return sortField{}, err
	}
	path := record.ParsePath(name)
	field, list, found := lookup(fields, path)
	switch {
	case list != nil:
		return sortField{}, &SortError{Name: name, List: list.String()}
	case found && (field.Type == api.Array || field.Type == api.Object):
		return sortField{}, &SortError{Name: name, Type: field.Type}
	}
	return sortField{
		name: name, path: path, descending: descending,
		plain: found && field.Type != api.Any && field.Type != "", epoch: found && field.Type.Epoch(),
		number: found && (field.Type == api.Number || field.Type == api.Integer),
	}, nil
}

// SortNames gives the fields of an order, without their directions.
func SortNames(order string) ([]string, error) {
	words, err := sortWords(order)
	for i, word := range words {
		words[i], _ = sortKey(word)
	}
	return words, err
}

// sortWords takes an order apart at its commas. A name that has one in it stands in quotes, as in --columns.
func sortWords(order string) ([]string, error) {
	lines, err := csv.NewReader(strings.NewReader(order)).ReadAll()
	switch {
	case err != nil:
		return nil, fmt.Errorf("%q is no list of fields: a name with a comma stands in quotes: %w", order, err)
	case len(lines) > 1:
		return nil, fmt.Errorf("%q is no list of fields: it has several lines", order)
	case len(lines) == 0:
		return []string{order}, nil // which names no field
	default:
		return lines[0], nil
	}
}

// sortKey takes the direction off a key.
func sortKey(key string) (name string, descending bool) {
	return strings.CutPrefix(strings.TrimSpace(key), "-")
}

// key is what a record is sorted by.
func (f *sortField) key(r record.Record) operand {
	v, ok := r.Get(f.path)
	f.seen = f.seen || ok
	if list, through := r.ThroughList(f.path); through && f.list == nil {
		f.list = slices.Clone(list)
	}
	switch kind := v.Kind(); {
	case f.plain || !ok:
	case kind == jsontext.KindBeginArray:
		f.many = api.Array
	case kind == jsontext.KindBeginObject:
		f.many = api.Object
	}
	if at, ok := timeOperand(v); ok && f.epoch {
		return at
	}
	key := newOperand(v)
	if f.number && key.rank == rankText {
		if number, ok := numberOperand(key); ok {
			return number
		}
	}
	return key
}

func (f *sortField) compare(a, b operand) int {
	switch {
	case a.empty() && b.empty():
		return 0
	case a.empty():
		return 1
	case b.empty():
		return -1
	}
	order := a.compare(b)
	if f.descending {
		return -order
	}
	return order
}
