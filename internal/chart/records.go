package chart

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// AddRecord takes a row as a query answers it, with the members in the order of the columns.
func (d *Data) AddRecord(r record.Record) error {
	var cells []Cell
	for _, v := range r.Fields() {
		kind := v.Kind()
		cells = append(cells, Cell{Text: record.Text(v), Number: kind == jsontext.KindNumber, Empty: kind == jsontext.KindNull})
	}
	return d.Add(cells)
}
