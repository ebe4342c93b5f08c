package sheet

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// gathered makes one record of its rows: what they say of the record itself, and a list of what they have of the
// list, in their order. Where rows say different things of the record, the first counts, and Faults tells.
func (l *List) gathered(rows []input.Item) (input.Item, error) {
	whole := input.Item{Line: rows[0].Line, Record: rows[0].Record, Cells: rows[0].Cells, Rows: slices.Clone(rows)}
	elements, cells := l.elements(whole.Record), l.elements(whole.Cells)
	raw := [][]byte{rows[0].Raw}
	for _, row := range rows[1:] {
		if err := l.join(&whole, row); err != nil {
			return whole, wrongRow(row, err)
		}
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

// join adds to a record what a further row says of it outside the list, where no row before it does.
func (l *List) join(whole *input.Item, row input.Item) error {
	for name, value := range row.Record.Leaves() {
		path := record.ParsePath(name)
		if _, said := whole.Record.Get(path); said || l.isWithin(name) {
			continue
		}
		var err error
		if whole.Record, err = record.Set(whole.Record, path, value); err != nil {
			return err
		}
		if cell, given := row.Cells.Get(path); given {
			if whole.Cells, err = record.Set(whole.Cells, path, cell); err != nil {
				return err
			}
		}
	}
	return nil
}

// isWithin tells whether a field is the list or lies in it.
func (l *List) isWithin(name string) bool {
	below, inside := strings.CutPrefix(name, l.member)
	return inside && (below == "" || below[0] == '.')
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
