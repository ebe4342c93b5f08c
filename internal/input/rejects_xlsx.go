package input

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/xlsx"
)

// rejectedSheet writes rows into a workbook, each with the reason behind it. The workbook is written at the end.
type rejectedSheet struct {
	book  *xlsx.Workbook
	sheet *xlsx.Sheet
	cells []xlsx.Cell
	// earlier is the column with the reasons of an earlier run, from 0 on; -1 for none.
	earlier int
}

// rejects begins a workbook with the same heads, but for the reasons of an earlier run.
func (t *table) rejects(w io.Writer) (Rejects, error) {
	earlier := slices.Index(t.layout.names, ReasonColumn)
	layout := xlsx.Layout{Header: true}
	for i, head := range t.layout.heads {
		if i != earlier {
			layout.Columns = append(layout.Columns, xlsx.Column{Name: head})
		}
	}
	layout.Columns = append(layout.Columns, xlsx.Column{Name: ReasonColumn, Kind: xlsx.Text})
	r := &rejectedSheet{book: xlsx.NewWorkbook(w), cells: make([]xlsx.Cell, len(layout.Columns)), earlier: earlier}
	if zone := t.book.TimeZone(); zone != "" {
		r.book.SetTimeZone(zone)
	}
	var err error
	r.sheet, err = r.book.Sheet(t.sheet.Name, layout)
	return r, err
}

func (r *rejectedSheet) Add(item Item, reason string) error {
	var values []xlsx.Value
	if err := json.Unmarshal(item.Raw, &values); err != nil {
		return fmt.Errorf("writing rejected records: %w", err)
	}
	clear(r.cells)
	last := len(r.cells) - 1
	for _, value := range values {
		at := value.Column
		if r.earlier >= 0 && at > r.earlier {
			at--
		}
		if value.Column != r.earlier && at < last {
			r.cells[at] = cellOf(value)
		}
	}
	r.cells[last] = xlsx.TextOf(text.OneLine(reason))
	return r.sheet.Row(r.cells...)
}

func (r *rejectedSheet) Close() error { return r.book.Close() }

// cellOf gives a cell that was read as one to write.
func cellOf(value xlsx.Value) xlsx.Cell {
	switch value.Kind {
	case xlsx.Number:
		return xlsx.NumberOf(value.Text)
	case xlsx.Boolean:
		return xlsx.BooleanOf(value.Text == "true")
	case xlsx.Day:
		if at, err := time.Parse(time.DateOnly, value.Text); err == nil {
			return xlsx.DayOf(at.Date())
		}
	case xlsx.Time:
		if at, err := time.Parse("2006-01-02T15:04:05", value.Text); err == nil {
			return xlsx.TimeOf(at)
		}
	default:
	}
	return xlsx.TextOf(value.Text)
}
