package output

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// showList shows a list of the record below its name: objects as a table, anything else as text.
func (s *sections) showList(lines *tableLines, l list) error {
	var elements []record.Record
	count, objects := 0, true
	for v := range record.Elements(l.raw) {
		count++
		r, err := record.New(v)
		if objects = objects && v.Kind() == jsontext.KindBeginObject && err == nil; objects {
			elements = append(elements, r)
		}
	}
	if err := s.head(lines, fmt.Sprintf("%s: %s", l.path, text.Counted(count, "element"))); err != nil {
		return err
	}
	if objects {
		return s.showElements(l.path, elements)
	}
	f, _, _ := lookup(s.options.Fields, record.ParsePath(l.path))
	return s.wrapped(lines, cellText(s.times.appendText(nil, l.raw, f), l.raw), false)
}

// showElements shows objects as a table of what they hold.
func (s *sections) showElements(path string, elements []record.Record) error {
	o := Options{Default: s.elementPaths(elements)}
	if f, _, _ := lookup(s.options.Fields, record.ParsePath(path)); f != nil {
		o.Fields = f.Fields
	}
	if s.options.Sections.Columns != nil {
		o.Default, o.Keys = s.options.Sections.Columns(path, elements, o.Default)
	}
	return s.showTable(path, o, elements)
}

// showTable shows records as a table of the default columns, nothing where there is nothing to show.
func (s *sections) showTable(name string, o Options, records []record.Record) error {
	if len(o.Default) == 0 || len(records) == 0 {
		return nil
	}
	if err := s.out.flush(); err != nil {
		return err
	}
	o.Format, o.Header, o.Time, o.Width, o.Color = Table, s.options.Header, s.options.Time, s.options.Width, s.options.Color
	o.hidden = func(names []string) {
		s.notes = append(s.notes, fmt.Sprintf("%s: +%s: -o wide", name, text.Counted(len(names), "column")))
	}
	rows := newTableOf(s.out.to, o, o.Default)
	for _, r := range records {
		if err := rows.Write(r); err != nil {
			return err
		}
	}
	return rows.Close()
}

// elementPaths are the fields in which an element holds something, or all with Sections.All, in the order in which they
// come.
func (s *sections) elementPaths(elements []record.Record) []string {
	var paths, shown []string
	filled := map[string]bool{}
	for _, r := range elements {
		for leaf, v := range r.Leaves() {
			before, seen := filled[leaf]
			if !seen {
				paths = append(paths, leaf)
			}
			filled[leaf] = before || holdsSomething(v)
		}
	}
	for _, leaf := range paths {
		if filled[leaf] || s.options.Sections.All {
			shown = append(shown, leaf)
		} else {
			s.empty++
		}
	}
	return shown
}
