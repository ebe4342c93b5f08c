package output

import (
	"io"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/output/table"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// fieldList shows one record as a list of fields and values, nested fields by their paths.
type fieldList struct {
	out     *buffer
	options Options
	// columns is nil if no columns are asked for: then all leaves of the record are shown.
	columns *columns
	times   timeWriter
	pairs   []table.Pair
	count   int
}

func newFieldList(w io.Writer, o Options) *fieldList {
	o.Format = Table
	l := &fieldList{out: newBuffer(w), options: o, times: o.Time.writer(Table)}
	if o.Columns != nil {
		l.columns = newColumns(o.Columns, o)
	}
	return l
}

func (l *fieldList) Write(r record.Record) error {
	if l.count++; l.count > 1 {
		return errMoreThanOne()
	}
	if l.columns != nil {
		l.columns.read(r)
		for i, name := range l.columns.names {
			l.add(name, l.columns.cellText(l.columns.appendText(nil, i), i))
		}
		return nil
	}
	for path, v := range r.Leaves() {
		f, _ := api.Find(l.options.Fields, path)
		l.add(path, cellText(l.times.appendText(nil, v, f), v))
	}
	return nil
}

func (l *fieldList) add(name, cell string) {
	l.pairs = append(l.pairs, table.Pair{Name: text.Safe(name), Value: cell})
}

func (l *fieldList) Close() error {
	if l.columns != nil {
		if err := l.columns.check(); err != nil {
			return err
		}
	}
	if err := table.WritePairs(&tableLines{out: l.out}, l.pairs, l.options.Width, 0); err != nil {
		return err
	}
	return l.out.flush()
}

func (l *fieldList) Settled() bool { return l.columns == nil || l.columns.settled() }
