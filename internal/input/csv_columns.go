package input

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/excel"
	"github.com/aimsio-cli/aimsio/internal/record"
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
	// verbatim takes cells without looking for guards.
	verbatim bool
}

// plain gives a cell without guards.
func (c *column) plain(cell string) string {
	if c.verbatim {
		return cell
	}
	return excel.Unguard(cell)
}

// columnTree turns the names of columns, which are dotted paths, into the objects that they make up.
// separator is what stands between two cells.
func columnTree(names []string, separator rune, o Options) (*column, error) {
	if len(names) > o.Limits.WithDefaults().Fields {
		return nil, fmt.Errorf("the header %s", o.Limits.TooMany().Fault)
	}
	root := &column{cell: -1}
	t := newTyper(o)
	for i, name := range names {
		if _, described := api.Direct(o.Fields, name); name == "" || name == ReasonColumn && !described {
			continue
		}
		path := record.ParsePath(name)
		if len(path) > o.Limits.WithDefaults().Nesting {
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
