package output

import (
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/output/table"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// tableWriter writes records as aligned columns.
type tableWriter struct {
	out     *buffer
	columns *columns
	table   *table.Table
	cell    []byte
}

func newTable(w io.Writer, o Options) Writer {
	switch {
	case o.Single && o.Sections != nil && o.Columns == nil:
		return newSections(w, o)
	case o.Single:
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
	t := &tableWriter{out: newBuffer(w), columns: newColumns(names, o)}
	head := make([]table.Column, len(names))
	for i, name := range names {
		head[i] = table.Column{Name: text.Safe(name), Role: o.role(name, t.columns.fields[i])}
	}
	t.table = table.New(&tableLines{t.out, o.Color}, table.Options{Columns: head, Header: o.Header, Width: o.Width, Hidden: o.noteHidden})
	return t
}

// role is how a column gives way.
func (o Options) role(name string, f *api.Field) table.Role {
	switch {
	case slices.Contains(o.Keys, name):
		return table.Key
	case slices.Contains(o.Names, name):
		return table.Name
	case slices.Contains(o.Reasons, name):
		return table.Reason
	case f != nil && (len(f.Enum) > 0 || !slices.Contains([]api.Type{api.String, api.Array, api.Object, api.Any, ""}, f.Type)):
		return table.Whole
	default:
		return table.Text
	}
}

// noteHidden says which columns a table has no room for.
func (o Options) noteHidden(names []string) {
	if o.hidden != nil {
		o.hidden(names)
		return
	}
	o.notice("+%s: -o wide (%s)", text.Counted(len(names), "column"), strings.Join(names, ", "))
}

func (t *tableWriter) Write(r record.Record) error {
	t.columns.read(r)
	row := make([]table.Cell, len(t.columns.names))
	for i, v := range t.columns.values {
		t.cell = t.columns.appendText(t.cell[:0], i)
		row[i] = table.Cell{Text: t.columns.cellText(t.cell, i), Number: v.Kind() == jsontext.KindNumber && !t.columns.isTime(i)}
	}
	if err := t.table.Add(row); err != nil {
		return err
	}
	return t.out.recordDone()
}

func (t *tableWriter) Close() error {
	unknown := t.columns.check()
	if unknown != nil && !t.table.Begun() {
		return unknown
	}
	if err := t.table.Close(); err != nil {
		return err
	}
	if err := t.out.flush(); err != nil {
		return err
	}
	return unknown
}

func (t *tableWriter) Settled() bool { return t.columns.settled() }

// tableLines takes the lines of a table, headings in bold if asked for.
type tableLines struct {
	out  *buffer
	bold bool
}

func (l *tableLines) Line(line string, heading bool) error {
	if !heading || !l.bold {
		return l.out.write([]byte(line + "\n"))
	}
	if err := l.out.bold(line); err != nil {
		return err
	}
	return l.out.write([]byte{'\n'})
}
