package input

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/excel"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// column is a member of the records of a CSV file: one that a column holds, or an object of such.
type column struct {
	name string
	// path is the name of the whole column, dotted; empty for an object.
	path string
	// quoted is the name as JSON.
	quoted []byte
	// cell is the number of the column, from 0 on; -1 for an object.
	cell    int
	field   *api.Field
	members []*column
	typer   *typer
	// points tells that the points of a number may separate its thousands.
	points bool
}

// columnTree turns the names of columns, which are dotted paths, into the objects that they make up.
// separator is what stands between two cells.
func columnTree(names []string, separator rune, o Options) (*column, error) {
	if len(names) > o.Limits.OrUsual().Fields {
		return nil, fmt.Errorf("the header %s", o.Limits.TooMany().Fault)
	}
	root := &column{cell: -1}
	t := newTyper(o)
	for i, name := range names {
		if name == "" {
			continue
		}
		path := record.ParsePath(name)
		if len(path) > o.Limits.OrUsual().Nesting {
			return nil, fmt.Errorf("column %d %s", i+1, o.Limits.TooDeep().Fault)
		}
		if err := insideList(o.Fields, path); err != nil {
			return nil, err
		}
		field, known := api.Find(o.Fields, name)
		if !known {
			field = &api.Field{Name: name, Type: api.String}
		}
		at := root
		for _, step := range path {
			next, err := at.member(step)
			if err != nil {
				return nil, fmt.Errorf("the column %s: %w", name, err)
			}
			at = next
		}
		if at.cell >= 0 || len(at.members) > 0 {
			return nil, fmt.Errorf("the column %s and another stand for the same field", name)
		}
		at.path, at.cell, at.field, at.typer, at.points = name, i, field, t, separator == ';'
	}
	return root, nil
}

// insideList refuses a column for a part of a list, which would be sent as an object.
func insideList(fields []api.Field, path record.Path) error {
	for i := 1; i < len(path); i++ {
		list := path[:i].String()
		if f, ok := api.Find(fields, list); ok && f.Type == api.Array {
			return fmt.Errorf("the column %s is inside the list %s; name one column %s and give the whole list as JSON", path, list, list)
		}
	}
	return nil
}

func (c *column) member(name string) (*column, error) {
	if c.cell >= 0 {
		return nil, errors.New("another column gives the whole object")
	}
	for _, m := range c.members {
		if m.name == name {
			return m, nil
		}
	}
	quoted, err := jsontext.AppendQuote(nil, name)
	if err != nil {
		return nil, fmt.Errorf("the name %q: %w", name, err)
	}
	m := &column{name: name, quoted: quoted, cell: -1}
	c.members = append(c.members, m)
	return m, nil
}

// appendObject appends the record that a row makes up, its cells typed.
func (c *column) appendObject(dst []byte, row []string) []byte {
	return c.append(dst, row, true, func(dst []byte, m *column, cell string) []byte { return m.appendCell(dst, cell) })
}

// append appends the object that a row makes up. One without members is left out, unless it is the
// record itself.
func (c *column) append(dst []byte, row []string, always bool, appendCell func(dst []byte, m *column, cell string) []byte) []byte {
	begin := len(dst)
	dst = append(dst, '{')
	for _, m := range c.members {
		before := len(dst)
		if dst[before-1] != '{' {
			dst = append(dst, ',')
		}
		dst = append(append(dst, m.quoted...), ':')
		named := len(dst)
		if m.cell >= 0 {
			dst = appendCell(dst, m, row[m.cell])
		} else {
			dst = m.append(dst, row, false, appendCell)
		}
		if len(dst) == named {
			dst = dst[:before]
		}
	}
	if len(dst) == begin+1 && !always {
		return dst[:begin]
	}
	return append(dst, '}')
}

// appendCell appends the value of a cell, and nothing for an empty one.
func (c *column) appendCell(dst []byte, cell string) []byte {
	cell = excel.Unguard(cell)
	switch {
	case isEmptyCell(c.field, cell):
		return dst
	case c.isAmbiguous(cell):
		return appendText(dst, cell)
	}
	return c.typer.appendTyped(dst, c.field, cell)
}

// Typed makes JSON of a text as a CSV cell has it, or the user after an equals sign, by the type of
// its field: digits stay as they are, "yes" is true, a date becomes epoch milliseconds, an object or
// list is read as JSON, and \null is null. A field of an unknown type is text. What is not of the
// type is text too, for api.Check to find. zones are those of times that name none, and of days.
func Typed(f *api.Field, text string, zones timetext.Zones) record.Value {
	if f == nil { // a field that nobody knows
		f = &api.Field{}
	}
	return newTyper(Options{Zones: zones}).appendTyped(nil, f, text)
}
