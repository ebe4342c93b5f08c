package output

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
	"github.com/aimsio-cli/aimsio/internal/xlsx"
)

// sheetWriter writes each record as a row of a sheet.
type sheetWriter struct {
	book    *Workbook
	options Options
	columns *columns
	sheet   *xlsx.Sheet
	cells   []xlsx.Cell
	scratch []byte
}

// sheet makes the writer of a sheet with these columns.
func (b *Workbook) sheet(o Options, names []string) *sheetWriter {
	return &sheetWriter{book: b, options: o, columns: newColumns(names, o), cells: make([]xlsx.Cell, len(names))}
}

func (s *sheetWriter) Write(r record.Record) error {
	if err := s.begin(); err != nil {
		return err
	}
	s.columns.read(r)
	for i := range s.cells {
		s.cells[i] = s.cell(i)
	}
	return s.sheet.Row(s.cells...)
}

func (s *sheetWriter) Close() error {
	if err := s.begin(); err != nil {
		return err
	}
	if pages := s.sheet.Pages(); pages > 1 {
		s.options.notice("%s do not fit into one sheet of Excel: they are in %d, one behind the other", text.Counted(s.sheet.Rows(), "row"), pages)
	}
	return s.columns.check()
}

func (s *sheetWriter) Settled() bool { return s.columns.settled() }

// begin adds the sheet once.
func (s *sheetWriter) begin() error {
	if s.sheet != nil {
		return nil
	}
	layout := xlsx.Layout{Header: s.options.Header, Columns: make([]xlsx.Column, len(s.columns.names))}
	for i, name := range s.columns.names {
		layout.Columns[i] = s.column(i, name)
	}
	name := s.options.Sheet
	if name == "" {
		name = "Records"
	}
	var err error
	s.sheet, err = s.book.book.Sheet(name, layout)
	return err
}

// column says of what kind a column is, and what may be chosen in it.
func (s *sheetWriter) column(i int, name string) xlsx.Column {
	c := xlsx.Column{Name: name}
	f := s.columns.fields[i]
	if f == nil {
		return c
	}
	if s.columns.extractor.Listed(i) {
		c.Kind = xlsx.Text
		return c
	}
	if s.options.Notes {
		c.Note = f.Description
	}
	c.Kind = kindOf(f.Type, s.columns.times.rewrite)
	c.Choices, c.Strict = f.Enum, f.Certainty == api.Documented
	return c
}

// kindOf is how the cells of a field are formatted. rewritten tells that times are written as such.
func kindOf(t api.Type, rewritten bool) xlsx.Kind {
	switch {
	case t == api.Day && rewritten:
		return xlsx.Day
	case t == api.Time && rewritten:
		return xlsx.Time
	case t == api.Boolean:
		return xlsx.Boolean
	case t == api.Integer, t == api.Number, t.Epoch():
		return xlsx.Number
	case t == api.String, t == api.Object, t == api.Array:
		return xlsx.Text
	default:
		return xlsx.Any
	}
}

// cell gives what a record has in a column.
func (s *sheetWriter) cell(i int) xlsx.Cell {
	v := s.columns.values[i]
	if v == nil {
		return xlsx.Cell{}
	}
	if s.columns.extractor.Listed(i) {
		return s.text(i)
	}
	kind := v.Kind()
	if (kind == jsontext.KindNumber || kind == jsontext.KindString) && s.columns.isTime(i) {
		if c, ok := s.moment(v, s.columns.fields[i].Type); ok {
			return c
		}
	}
	switch kind {
	case jsontext.KindNull:
		return xlsx.Cell{}
	case jsontext.KindTrue, jsontext.KindFalse:
		return xlsx.BooleanOf(kind == jsontext.KindTrue)
	case jsontext.KindNumber:
		return xlsx.NumberOf(string(v))
	default:
		return s.text(i)
	}
}

func (s *sheetWriter) text(i int) xlsx.Cell {
	s.scratch = s.columns.appendText(s.scratch[:0], i)
	return xlsx.TextOf(string(s.scratch))
}

// moment gives a day or a time, false for what is none. In a column of days, a time that is no day but midnight in the
// zone of times is a text: a cell could not tell it from one.
func (s *sheetWriter) moment(v record.Value, kind api.Type) (xlsx.Cell, bool) {
	zones := s.columns.times.times.zones
	if kind == api.Day {
		if day, begins, ok := zones.DayOf(v); ok && begins {
			return xlsx.DayOf(day.Date()), true
		}
	}
	at, ok := timetext.FromMillis(v)
	if !ok {
		return xlsx.Cell{}, false
	}
	at = at.In(zones.OfTimes())
	if year := timetext.Writable(at).Year(); year < 0 || year > 9999 {
		return xlsx.Cell{}, false
	}
	if _, midnight := timetext.StartsDay(at, zones.OfTimes()); midnight && kind == api.Day {
		return xlsx.TextOf(string(s.columns.times.appendText(nil, v, &api.Field{Type: api.Time}))), true
	}
	s.book.noteZone(zones)
	return xlsx.TimeOf(at), true
}
