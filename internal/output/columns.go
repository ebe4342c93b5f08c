package output

import (
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
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
		times:  o.Time.writer(o.Format),
	}
	paths := make([]record.Path, len(names))
	for i, name := range names {
		paths[i] = record.ParsePath(name)
		c.fields[i], _, _ = lookup(o.Fields, paths[i])
	}
	c.extractor = record.NewExtractor(paths)
	return c
}

// read takes the cells of a record, nil where it has none.
func (c *columns) read(r record.Record) {
	c.records++
	c.values = c.extractor.Extract(r, c.values)
	for i, v := range c.values {
		switch {
		case v == nil:
		case c.extractor.Listed(i) && !c.strict: // a column of the list itself has it
			c.values[i] = nil
		default:
			c.seen[i] = true
		}
	}
}

// elements gives what the elements of a list have, where a column leads through one.
func (c *columns) elements(i int) (iter.Seq[record.Value], bool) {
	if !c.extractor.Listed(i) {
		return nil, false
	}
	return record.Elements(c.values[i]), true
}

// appendText appends a cell as people read it. What elements of a list have is joined by commas.
func (c *columns) appendText(dst []byte, i int) []byte {
	if elements, listed := c.elements(i); listed {
		begun := false
		for v := range elements {
			if begun {
				dst = append(dst, ", "...)
			}
			dst, begun = c.times.appendText(dst, v, c.fields[i]), true
		}
		return dst
	}
	return c.times.appendText(dst, c.values[i], c.fields[i])
}

// appendJSON appends a value as compact JSON, what elements of a list have as a list.
func (c *columns) appendJSON(dst []byte, i int) []byte {
	elements, listed := c.elements(i)
	if !listed {
		return c.times.appendJSON(dst, c.values[i], c.fields[i])
	}
	dst = append(dst, '[')
	begun := false
	for v := range elements {
		if begun {
			dst = append(dst, ',')
		}
		dst, begun = c.times.appendJSON(dst, v, c.fields[i]), true
	}
	return append(dst, ']')
}

// cellText makes one harmless line of a cell in a table. appended is what appendText gave.
func (c *columns) cellText(appended []byte, i int) string {
	if c.extractor.Listed(i) {
		return text.Safe(string(appended))
	}
	return cellText(appended, c.values[i])
}

// cellText makes one harmless line of the text of a value. A list of plain values reads better
// without the punctuation of JSON.
func cellText(cell []byte, v record.Value) string {
	if v.Kind() != jsontext.KindBeginArray {
		return text.Safe(string(cell))
	}
	var items []string
	for item := range record.Elements(cell) {
		if kind := item.Kind(); kind == jsontext.KindBeginObject || kind == jsontext.KindBeginArray {
			return text.Safe(string(cell))
		}
		items = append(items, record.Text(item))
	}
	return text.Safe(strings.Join(items, ", "))
}

// isTime tells whether a column's numbers are written as dates.
func (c *columns) isTime(i int) bool {
	return c.times.rewrite && c.fields[i] != nil && c.fields[i].Type.Epoch()
}

// isTextOfTime tells whether a value is a text that is written as a date, as if it were a number.
func (c *columns) isTextOfTime(i int) bool {
	if !c.isTime(i) || c.values[i].Kind() != jsontext.KindString {
		return false
	}
	_, ok := timetext.FromMillis(c.values[i])
	return ok
}

// settled tells that check has nothing to say whatever comes.
func (c *columns) settled() bool {
	if !c.strict {
		return true
	}
	for i, name := range c.names {
		if !c.seen[i] && !Described(name, c.known) {
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
		if !c.seen[i] && !Described(name, c.known) {
			return unknownField(name, c.known)
		}
	}
	return nil
}
