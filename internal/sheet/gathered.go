package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// gathered makes one record of its rows: what they say of the record itself, and a list of what they have of the
// list, in their order. Rows that say different things of the record have a fault.
func (l *List) gathered(rows []input.Item) (input.Item, error) {
	whole := input.Item{Line: rows[0].Line, Record: rows[0].Record, Cells: rows[0].Cells, Rows: slices.Clone(rows)}
	elements, cells := l.elements(whole.Record), l.elements(whole.Cells)
	raw := [][]byte{rows[0].Raw}
	firsts := map[string]int{}
	for i, row := range rows[1:] {
		faults, err := l.join(&whole, row, rows[0].Line, firsts)
		if err != nil {
			return whole, wrongRow(row, err)
		}
		whole.Rows[i+1].Faults = slices.Concat(row.Faults, faults)
		elements = append(elements, l.elements(row.Record)...)
		cells = append(cells, l.elements(row.Cells)...)
		raw = append(raw, row.Raw)
	}
	whole.Raw = bytes.Join(raw, []byte("\n"))
	var err error
	if len(elements) > 0 {
		if whole.Record, err = record.Set(whole.Record, l.outer(), array(elements)); err != nil {
			return whole, wrongRow(rows[0], err)
		}
	}
	if len(cells) > 0 {
		if whole.Cells, err = record.Set(whole.Cells, l.outer(), array(cells)); err != nil {
			return whole, wrongRow(rows[0], err)
		}
	}
	return whole, nil
}

// join adds to a record what a further row says of it outside the list. firsts holds in which line a field was
// first said, where that is not the first.
func (l *List) join(whole *input.Item, row input.Item, first int, firsts map[string]int) ([]check.Fault, error) {
	var faults []check.Fault
	for name, value := range row.Record.Leaves() {
		if name == l.outer().String() || strings.HasPrefix(name, l.outer().String()+".") {
			continue
		}
		path := record.ParsePath(name)
		has, said := whole.Record.Get(path)
		if said && !record.Equal(has, value) {
			line := first
			if other, later := firsts[name]; later {
				line = other
			}
			faults = append(faults, check.Fault{
				Path: name, Value: record.Shown(value),
				Expected: fmt.Sprintf("%s, as line %d says of the same record", record.Shown(has), line),
			})
		}
		if said {
			continue
		}
		firsts[name] = row.Line
		var err error
		if whole.Record, err = record.Set(whole.Record, path, value); err != nil {
			return nil, err
		}
		if cell, given := row.Cells.Get(path); given {
			if whole.Cells, err = record.Set(whole.Cells, path, cell); err != nil {
				return nil, err
			}
		}
	}
	return faults, nil
}

// each gives the elements of a list, or what stands in its place as the only one.
func each(value record.Value) []record.Value {
	switch value.Kind() {
	case jsontext.KindInvalid, jsontext.KindNull:
		return nil
	case jsontext.KindBeginArray:
		return slices.Collect(record.Elements(value))
	default:
		return []record.Value{value}
	}
}

func array(elements []record.Value) record.Value {
	list := record.Value{'['}
	for i, element := range elements {
		if i > 0 {
			list = append(list, ',')
		}
		list = append(list, element...)
	}
	return append(list, ']')
}
