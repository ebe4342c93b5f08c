package xlsx

import (
	"fmt"
	"strconv"

	"github.com/clipperhouse/displaywidth"
)

const (
	rowsKept    = 1 << 20
	columnsKept = 1 << 14
	// sampled is how many rows decide how wide the columns are.
	sampled     = 200
	narrowest   = 6
	widest      = 60
	filterArrow = 3
)

// Sheet takes rows of a workbook's sheet. One that is full goes on in a further sheet with the same columns.
type Sheet struct {
	book   *Workbook
	name   string
	layout Layout
	// lists are where the choices of each column stand in the sheet of choices, nil where they need no place there.
	choices []string
	// page is the sheet that is being filled, and pages counts those that were.
	page  *page
	pages int
	// rows counts those of the page, most is how many it takes, and all counts those of all pages but the header.
	rows, most int
	all        int
}

// page is one sheet of the file.
type page struct {
	*part

	name   string
	layout Layout
	// widths are those of the cells so far, and begun tells that they stand in the file. first are the rows before that.
	widths []int
	begun  bool
	first  []byte
	rows   int
}

// Rows is how many rows were written, without the header, and Pages in how many sheets.
func (s *Sheet) Rows() int { return s.all }

// Pages is how many sheets the rows take.
func (s *Sheet) Pages() int { return s.pages }

// Row writes a row. Cells that are missing at its end are empty.
func (s *Sheet) Row(cells ...Cell) error {
	if len(cells) > len(s.layout.Columns) {
		return fmt.Errorf("sheet %s has %d columns, and a row %d cells", s.name, len(s.layout.Columns), len(cells))
	}
	if s.rows >= s.most {
		if err := s.turn(); err != nil {
			return err
		}
	}
	s.rows++
	s.all++
	return s.page.row(s.book, s.rows, cells)
}

// turn ends a page and begins the next.
func (s *Sheet) turn() error {
	if err := s.endPage(); err != nil {
		return err
	}
	kept, err := newPart()
	if err != nil {
		return err
	}
	next := &page{part: kept, name: s.book.freeName(s.name), layout: s.layout, widths: make([]int, len(s.layout.Columns))}
	s.book.add(s.page, next)
	s.page, s.rows = next, 0
	s.pages++
	if s.layout.Header {
		s.rows++
		next.header()
	}
	return nil
}

// row writes a row with its number.
func (p *page) row(book *Workbook, number int, cells []Cell) error {
	p.rows = number
	to := p.buffer
	if !p.begun {
		to = p.first
	}
	to = append(append(append(to, `<row r="`...), strconv.Itoa(number)...), `">`...)
	for i, c := range cells {
		if c.kind == Any {
			continue
		}
		if c.kind == Text {
			var cut bool
			if c.text, cut = fit(c.text); cut {
				book.cut++
			}
		}
		if !p.begun {
			p.widths[i] = max(p.widths[i], c.width())
		}
		to = c.append(to, i, number)
	}
	to = append(to, "</row>"...)
	if !p.begun {
		if p.first = to; number <= sampled && len(to) < partBuffer {
			return nil
		}
		p.begin()
		return p.settle()
	}
	p.buffer = to
	return p.settle()
}

// header writes the names of the columns.
func (p *page) header() {
	p.first = append(p.first, `<row r="1">`...)
	p.rows = 1
	for i, c := range p.layout.Columns {
		name, _ := fit(c.Name)
		p.widths[i] = displaywidth.String(name) + filterArrow
		p.first = appendText(p.first, i, 1, headStyle, name)
	}
	p.first = append(p.first, "</row>"...)
}

// append writes a cell.
func (c Cell) append(dst []byte, column, row int) []byte {
	switch c.kind {
	case Text:
		return appendText(dst, column, row, textStyle, c.text)
	case Number:
		if isLong(c.text) {
			return appendValue(dst, column, row, wholeStyle, "", c.text)
		}
		return appendValue(dst, column, row, plainStyle, "", c.text)
	case Boolean:
		value := "0"
		if c.text == "true" {
			value = "1"
		}
		return appendValue(dst, column, row, plainStyle, "b", value)
	case Day, Time:
		as := timeStyle
		if c.kind == Day {
			as = dayStyle
		} else if c.at.Nanosecond() != 0 {
			as = milliStyle
		}
		return appendValue(dst, column, row, as, "", string(appendSerial(nil, c.at)))
	default:
		return dst
	}
}

// width is about how much room a cell needs.
func (c Cell) width() int {
	const day, time = 10, 19
	switch c.kind {
	case Day:
		return day
	case Time:
		return time
	default:
		if len(c.text) > widest {
			return displaywidth.String(c.text[:widest])
		}
		return displaywidth.String(c.text)
	}
}

func appendText(dst []byte, column, row int, as style, text string) []byte {
	dst = appendCell(dst, column, row, as, "inlineStr")
	dst = append(dst, `<is><t xml:space="preserve">`...)
	dst = appendEscaped(dst, text)
	return append(dst, "</t></is></c>"...)
}

func appendValue(dst []byte, column, row int, as style, kind, value string) []byte {
	dst = appendCell(dst, column, row, as, kind)
	return append(append(append(dst, "<v>"...), value...), "</v></c>"...)
}

func appendCell(dst []byte, column, row int, as style, kind string) []byte {
	dst = append(dst, `<c r="`...)
	dst = strconv.AppendInt(appendColumn(dst, column), int64(row), 10)
	dst = append(dst, '"')
	if as != plainStyle {
		dst = append(dst, ` s="`...)
		dst = strconv.AppendInt(dst, int64(as), 10)
		dst = append(dst, '"')
	}
	if kind != "" {
		dst = append(append(append(dst, ` t="`...), kind...), '"')
	}
	return append(dst, '>')
}
