package output

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// sheetWithLists writes records into a sheet, and the elements of each of their lists into another one, behind what
// tells the record.
type sheetWithLists struct {
	*sheetWriter

	front []record.Path
	lists []sheetOfList
}

// sheetOfList takes the elements of a list.
type sheetOfList struct {
	path    record.Path
	explode *Explode
	rows    Writer
}

// withLists makes the sheet of records without the lists, which get sheets of their own.
func (b *Workbook) withLists(o Options, names, lists []string) Writer {
	s := &sheetWithLists{}
	for _, name := range o.Front {
		s.front = append(s.front, record.ParsePath(name))
	}
	for _, list := range lists {
		explode, err := NewExplode(list, o.Fields)
		if err != nil {
			continue // it stays in its column
		}
		names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == list })
		rows := o
		rows.Fields, rows.Only, rows.Sheet, rows.Default = explode.Fields(), explode.Within, list, explode.Columns(o.Front)
		if o.Prefix {
			rows.Sheet = o.Sheet + " " + list[strings.LastIndexByte(list, '.')+1:]
		}
		rows.Notice = nil // what a row of a list does not show of its record stands in the sheet of records
		s.lists = append(s.lists, sheetOfList{path: record.ParsePath(list), explode: explode, rows: b.gathered(rows)})
	}
	s.sheetWriter = b.sheet(o, names)
	return s
}

func (s *sheetWithLists) Write(r record.Record) error {
	for _, list := range s.lists {
		value, found := r.Get(list.path)
		if !found {
			continue
		}
		short, err := s.shortened(r, list.path, value)
		if err != nil {
			return err
		}
		for row, err := range list.explode.Rows(short) {
			if err == nil {
				err = list.rows.Write(row)
			}
			if err != nil {
				return err
			}
		}
	}
	return s.sheetWriter.Write(r)
}

// shortened gives a record with a list and what stands before its elements, and nothing else.
func (s *sheetWithLists) shortened(r record.Record, list record.Path, value record.Value) (record.Record, error) {
	short, err := record.New(record.Value("{}"))
	for _, path := range s.front {
		if known, has := r.Get(path); has && err == nil {
			short, err = record.Set(short, path, known)
		}
	}
	if err == nil {
		short, err = record.Set(short, list, value)
	}
	if err != nil {
		return short, fmt.Errorf("making rows of %s: %w", list, err)
	}
	return short, nil
}

// Close ends the sheet of records, and then those of the lists.
func (s *sheetWithLists) Close() error {
	err := s.sheetWriter.Close()
	for _, list := range s.lists {
		err = errors.Join(err, list.rows.Close())
	}
	return err
}

// rowLists gives the paths where records have lists of objects, and nothing that is no list.
func (s *pathSet) rowLists() []string {
	var lists []string
	for _, p := range s.order {
		if p.rows && !p.other && !strings.Contains(p.path, `\`) {
			lists = append(lists, p.path)
		}
	}
	return lists
}
