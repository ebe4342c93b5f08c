package output

import (
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

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
	// note takes a line for below the rows, if there is a place for such.
	note(line string)
	// foot ends the output after so many rows.
	foot(rows int) error
}

// heldRows is how many rows may wait for one that says what a column holds that nothing else tells of.
const heldRows = 100

// flatWriter writes each record as a row as soon as it comes, with the columns that a table has.
type flatWriter struct {
	out     *buffer
	columns *columns
	form    flatForm
	// kinds are those of the columns, and open marks those of which neither the description nor a record has told
	// one; held are the rows that wait for that.
	kinds   []cellKind
	open    []bool
	held    [][]cell
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
		f := &flatWriter{out: out, columns: newColumns(names, o), form: form(out, o), cells: make([]cell, len(names))}
		f.describe()
		return f
	}
	if names != nil {
		return of(names)
	}
	return newGather(o, of)
}

// describe takes the kinds of the columns from what is known of their fields.
func (f *flatWriter) describe() {
	f.kinds, f.open = make([]cellKind, len(f.cells)), make([]bool, len(f.cells))
	for i := range f.cells {
		f.kinds[i] = f.columns.kind(i)
		f.open[i] = f.columns.fields[i] == nil || f.columns.fields[i].Type == api.Any
	}
}

func (f *flatWriter) Write(r record.Record) error {
	f.columns.read(r)
	for i, v := range f.columns.values {
		f.scratch = f.columns.appendText(f.scratch[:0], i)
		kind := f.kinds[i]
		if kind == textCell && v.Kind() == jsontext.KindNumber {
			kind = numberCell
		}
		f.cells[i] = cell{text: shownLines(f.scratch, v), kind: kind}
		if !f.begun && f.open[i] && f.cells[i].text != "" {
			f.kinds[i], f.open[i] = kind, false
		}
	}
	if err := f.row(); err != nil {
		return err
	}
	return f.out.recordDone()
}

// row writes the cells, or holds them until it is known what the columns hold.
func (f *flatWriter) row() error {
	if !f.begun && len(f.held) < heldRows && slices.Contains(f.open, true) {
		f.held = append(f.held, slices.Clone(f.cells))
		return nil
	}
	if err := f.begin(); err != nil {
		return err
	}
	return f.form.row(f.cells)
}

// begin writes what stands above the rows, and the rows that were held.
func (f *flatWriter) begin() error {
	if f.begun {
		return nil
	}
	f.begun = true
	if err := f.form.head(f.columns.names, f.kinds); err != nil {
		return err
	}
	for _, row := range f.held {
		if err := f.form.row(row); err != nil {
			return err
		}
	}
	f.held = nil
	return nil
}

// Note shows a line below the rows, where the form has a place for such.
func (f *flatWriter) Note(line string) { f.form.note(line) }

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
