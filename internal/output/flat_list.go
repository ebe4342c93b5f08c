package output

import (
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// flatList writes one record as rows of a field and its value.
type flatList struct {
	out     *buffer
	options Options
	// columns is nil where none are asked for: then all leaves of the record are shown.
	columns *columns
	times   timeWriter
	form    flatForm
	count   int
}

func newFlatList(w io.Writer, o Options, form func(*buffer, Options) flatForm) *flatList {
	out := newBuffer(w)
	l := &flatList{
		out: out, options: o, form: form(out, o),
		times: o.Time.writer(o.Format),
	}
	if o.Columns != nil {
		l.columns = newColumns(o.Columns, o)
	}
	return l
}

func (l *flatList) Write(r record.Record) error {
	if l.count++; l.count > 1 {
		return errMoreThanOne()
	}
	if err := l.form.head(nil, nil); err != nil {
		return err
	}
	if l.columns != nil {
		l.columns.read(r)
		for i, name := range l.columns.names {
			if err := l.add(name, shownLines(l.columns.appendText(nil, i), l.columns.values[i])); err != nil {
				return err
			}
		}
		return nil
	}
	for path, v := range r.Leaves() {
		f, _ := api.Find(l.options.Fields, path)
		if err := l.add(path, shownLines(l.times.appendText(nil, v, f), v)); err != nil {
			return err
		}
	}
	return nil
}

func (l *flatList) add(name, value string) error {
	return l.form.row([]cell{{text: text.Safe(name)}, {text: value}})
}

func (l *flatList) Close() error {
	if l.count == 0 {
		if err := l.form.head(nil, nil); err != nil {
			return err
		}
	}
	if err := l.form.foot(l.count); err != nil {
		return err
	}
	if err := l.out.flush(); err != nil {
		return err
	}
	if l.columns == nil {
		return nil
	}
	return l.columns.check()
}

// Note shows a line below the fields, where the form has a place for such.
func (l *flatList) Note(line string) { l.form.note(line) }

func (l *flatList) Settled() bool { return l.columns == nil || l.columns.settled() }

// shownLines makes the text of a value fit to be shown, with its line ends. A list of plain values reads better
// without the punctuation of JSON.
func shownLines(appended []byte, v record.Value) string {
	if v.Kind() == jsontext.KindBeginArray {
		return cellText(appended, v)
	}
	return text.SafeLines(string(withoutReturns(appended)))
}

// withoutReturns makes a line feed of each line end.
func withoutReturns(s []byte) []byte {
	kept := s[:0]
	for i, c := range s {
		if c != '\r' {
			kept = append(kept, c)
		} else if i+1 == len(s) || s[i+1] != '\n' {
			kept = append(kept, '\n')
		}
	}
	return kept
}
