package output

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// columns reads the cells of chosen field paths from one record after the other, and keeps
// account of which paths any record had.
type columns struct {
	names     []string
	fields    []*api.Field
	known     []api.Field
	extractor *record.Extractor
	values    []record.Value
	seen      []bool
	// records counts the records read; strict is set for columns that the user named.
	records int
	strict  bool
	times   timeWriter
}

func newColumns(names []string, o Options) *columns {
	c := &columns{
		names:  names,
		fields: make([]*api.Field, len(names)),
		known:  o.Fields,
		seen:   make([]bool, len(names)),
		strict: o.Columns != nil,
		times:  timeWriter{times: o.Time, rewrite: o.Time.rewrites(o.Format)},
	}
	paths := make([]record.Path, len(names))
	for i, name := range names {
		paths[i] = record.ParsePath(name)
		c.fields[i], _ = api.Find(o.Fields, name)
	}
	c.extractor = record.NewExtractor(paths)
	return c
}

// read takes the cells of a record, nil where it has none.
func (c *columns) read(r record.Record) {
	c.records++
	c.values = c.extractor.Extract(r, c.values)
	for i, v := range c.values {
		if v != nil {
			c.seen[i] = true
		}
	}
}

// appendText appends a cell as people read it.
func (c *columns) appendText(dst []byte, i int) []byte {
	return c.times.appendText(dst, c.values[i], c.fields[i])
}

// isTime tells whether a column's numbers are written as dates.
func (c *columns) isTime(i int) bool {
	return c.times.rewrite && c.fields[i] != nil && c.fields[i].Type == api.Time
}

// settled tells that check has nothing to say whatever comes.
func (c *columns) settled() bool {
	if !c.strict {
		return true
	}
	for i, name := range c.names {
		if !c.seen[i] && !described(name, c.known) {
			return false
		}
	}
	return true
}

// check returns an *UnknownFieldError for the first asked column that nobody knows. Where there
// were no records at all, there is no telling.
func (c *columns) check() error {
	if !c.strict || c.records == 0 {
		return nil
	}
	for i, name := range c.names {
		if !c.seen[i] && !described(name, c.known) {
			return unknownField(name, c.known)
		}
	}
	return nil
}
