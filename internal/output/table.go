package output

import (
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// blockRows is how many rows are laid out and written together. Within the first block the
// widths are exact; later blocks may only widen them.
const blockRows = 1000

// tableWriter writes records as aligned columns.
type tableWriter struct {
	out     *buffer
	options Options
	columns *columns
	layout  layout
	rows    [][]string
	// written tells that the header and the first block are out.
	written bool
	cell    []byte
}

func newTable(w io.Writer, o Options) Writer {
	if o.Single {
		return newFieldList(w, o)
	}
	names := o.Columns
	if names == nil {
		names = o.Default
	}
	if names != nil {
		return newTableOf(w, o, names)
	}
	return newGather(o, func(names []string) Writer { return newTableOf(w, o, names) })
}

func newTableOf(w io.Writer, o Options, names []string) *tableWriter {
	header := make([]string, len(names))
	for i, name := range names {
		header[i] = text.Safe(name)
	}
	t := &tableWriter{
		out: newBuffer(w), options: o, columns: newColumns(names, o),
		layout: newLayout(header, o.Header, o.Width),
	}
	t.layout.wrap = o.Wrap
	return t
}

func (t *tableWriter) Write(r record.Record) error {
	t.columns.read(r)
	row := make([]string, len(t.columns.names))
	for i, v := range t.columns.values {
		t.cell = t.columns.appendText(t.cell[:0], i)
		row[i] = t.columns.cellText(t.cell, i)
		number := v.Kind() == jsontext.KindNumber
		t.layout.whole[i] = t.layout.whole[i] || number
		t.layout.add(i, row[i], number && !t.columns.isTime(i))
	}
	t.rows = append(t.rows, row)
	if len(t.rows) < blockRows {
		return nil
	}
	return t.flush()
}

func (t *tableWriter) Close() error {
	unknown := t.columns.check()
	if unknown != nil && !t.written {
		return unknown
	}
	if err := t.flush(); err != nil {
		return err
	}
	if err := t.out.flush(); err != nil {
		return err
	}
	return unknown
}

func (t *tableWriter) Settled() bool { return t.columns.settled() }

// flush lays out and writes the rows at hand, the first time with the header.
func (t *tableWriter) flush() error {
	if t.written && len(t.rows) == 0 {
		return nil
	}
	if hidden := t.layout.fit(); len(hidden) > 0 && !t.written {
		t.options.notice("%s hidden: %s (use --columns or -o json)", text.Counted(len(hidden), "column"), strings.Join(hidden, ", "))
	}
	header := t.options.Header && !t.written
	err := renderTable(t.out, t.layout, t.rows, header, t.options.Color)
	t.written = true
	t.rows = t.rows[:0]
	if err != nil {
		return err
	}
	return t.out.recordDone()
}
