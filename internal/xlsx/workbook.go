package xlsx

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Workbook writes an Excel workbook.
type Workbook struct {
	w io.Writer
	// pages are the sheets of the file in their order, and sheets those that take rows.
	pages  []*page
	sheets []*Sheet
	names  map[string]bool
	// lists are the choices that stand in a hidden sheet.
	lists      [][]string
	properties []property
	cut        int
	most       int
	closed     bool
}

// zoneProperty is the property of a workbook that names the zone of its times.
const zoneProperty = "aimsio time zone"

type property struct{ name, value string }

// NewWorkbook begins a workbook. Nothing is written to w before Close.
func NewWorkbook(w io.Writer) *Workbook {
	return &Workbook{w: w, names: map[string]bool{choicesSheet: true}, most: rowsKept}
}

// Sheet adds a sheet. Its name is changed where Excel would not take it, or where there is one of that name.
func (b *Workbook) Sheet(name string, layout Layout) (*Sheet, error) {
	return b.addSheet(b.freeName(name), layout)
}

func (b *Workbook) addSheet(name string, layout Layout) (*Sheet, error) {
	if len(layout.Columns) > columnsKept {
		return nil, fmt.Errorf("sheet %s would have %d columns, and Excel takes %d: choose some", name, len(layout.Columns), columnsKept)
	}
	kept, err := newPart()
	if err != nil {
		return nil, err
	}
	s := &Sheet{book: b, name: name, layout: layout, choices: b.offer(layout.Columns), most: b.most, pages: 1}
	s.page = &page{part: kept, name: name, layout: layout, widths: make([]int, len(layout.Columns))}
	b.add(nil, s.page)
	b.sheets = append(b.sheets, s)
	if layout.Header {
		s.rows = 1
		s.page.header()
	}
	return s, nil
}

// add puts a page behind another one, or at the end.
func (b *Workbook) add(behind, p *page) {
	at := len(b.pages)
	if behind != nil {
		at = slices.Index(b.pages, behind) + 1
	}
	b.pages = slices.Insert(b.pages, at, p)
}

// freeName gives a name that no sheet has, as near to the wanted one as may be.
func (b *Workbook) freeName(wanted string) string {
	name := sheetName(wanted, func(small string) bool { return b.names[small] })
	b.names[strings.ToLower(name)] = true
	return name
}

// SetTimeZone notes in which zone the times are, which no cell can tell. Other programs keep the note.
func (b *Workbook) SetTimeZone(name string) {
	if b.properties == nil {
		b.properties = append(b.properties, property{zoneProperty, name})
	}
}

// Cut is how many texts were too long for a cell: of those only the beginning was written, and the cell says so.
func (b *Workbook) Cut() int { return b.cut }

// Close writes the workbook, with one empty sheet if it has none. It does not close the writer behind it.
func (b *Workbook) Close() error {
	if b.closed {
		return nil
	}
	err := b.write()
	return errors.Join(err, b.Drop())
}

// Drop gives back what was kept aside, and writes nothing.
func (b *Workbook) Drop() error {
	b.closed = true
	var err error
	for _, p := range b.pages {
		err = errors.Join(err, p.close())
	}
	return err
}

func (b *Workbook) write() error {
	if len(b.pages) == 0 {
		if _, err := b.Sheet("Sheet1", Layout{}); err != nil {
			return err
		}
	}
	if err := b.addLists(); err != nil {
		return err
	}
	for _, s := range b.sheets {
		if err := s.endPage(); err != nil {
			return err
		}
	}
	return b.archive()
}

// endPage writes what stands below the rows of the page that is being filled.
func (s *Sheet) endPage() error { return s.page.finish(s.choices) }
