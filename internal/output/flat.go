package output

import (
	"io"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// cell is what stands in one place of a row, for people.
type cell struct {
	// text may have several lines. What acts on a terminal is not in it.
	text string
	kind cellKind
}

// cellKind is how a column is aligned and sorted.
type cellKind int

const (
	textCell cellKind = iota
	numberCell
	timeCell
)

// flatForm is how rows of cells are written down.
type flatForm interface {
	// head writes what stands above the rows: the names of the columns, or nil for a list of fields and
	// their values.
	head(names []string, kinds []cellKind) error
	row(cells []cell) error
	// foot ends the output after so many rows.
	foot(rows int) error
}

// flatWriter writes each record as a row as soon as it comes, with the columns that a table has.
type flatWriter struct {
	out     *buffer
	columns *columns
	form    flatForm
	begun   bool
	cells   []cell
	scratch []byte
}

// newFlat chooses the columns: those asked for, else the usual ones, else all that the records have.
func newFlat(w io.Writer, o Options, form func(*buffer, Options) flatForm) Writer {
	names := o.Columns
	if names == nil {
		names = o.Default
	}
	if o.Single {
		return newFlatList(w, o, form)
	}
	of := func(names []string) Writer {
		out := newBuffer(w)
		return &flatWriter{out: out, columns: newColumns(names, o), form: form(out, o), cells: make([]cell, len(names))}
	}
	if names != nil {
		return of(names)
	}
	return newGather(o, of)
}

func (f *flatWriter) Write(r record.Record) error {
	if err := f.begin(); err != nil {
		return err
	}
	f.columns.read(r)
	for i := range f.cells {
		f.scratch = f.columns.appendText(f.scratch[:0], i)
		f.cells[i] = cell{text: shownLines(f.scratch, f.columns.values[i]), kind: f.columns.kind(i)}
	}
	if err := f.form.row(f.cells); err != nil {
		return err
	}
	return f.out.recordDone()
}

func (f *flatWriter) Close() error {
	if err := f.begin(); err != nil {
		return err
	}
	if err := f.form.foot(f.columns.records); err != nil {
		return err
	}
	if err := f.out.flush(); err != nil {
		return err
	}
	return f.columns.check()
}

func (f *flatWriter) Settled() bool { return f.columns.settled() }

func (f *flatWriter) begin() error {
	if f.begun {
		return nil
	}
	f.begun = true
	kinds := make([]cellKind, len(f.columns.names))
	for i := range kinds {
		kinds[i] = f.columns.kind(i)
	}
	return f.form.head(f.columns.names, kinds)
}

// kind is how a column is aligned and sorted, by its description.
func (c *columns) kind(i int) cellKind {
	switch {
	case c.fields[i] == nil || c.extractor.Listed(i):
		return textCell
	case c.isTime(i):
		return timeCell
	case c.fields[i].Type == api.Integer, c.fields[i].Type == api.Number, c.fields[i].Type.Epoch():
		return numberCell
	default:
		return textCell
	}
}
