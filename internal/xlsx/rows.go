package xlsx

import (
	"errors"
	"io"
	"strconv"
	"strings"
)

func isEnd(err error) bool { return errors.Is(err, io.EOF) }

// Value is a cell as it is stored.
type Value struct {
	// Column counts from 0 on.
	Column int
	Kind   Kind
	// Text is the text, the digits of a number, "true" or "false", a day as 2026-10-29, a time as 2026-10-29T13:30:00.
	Text string
	// Exact is the time that a cell holds in a format of days, which shows the day alone; empty where Text is all.
	Exact string
	// Fault says why there is no value: an error of Excel's, a formula that was never computed.
	Fault string
}

// Row is a row that has cells.
type Row struct {
	// Number counts from 1 on, as Excel shows it.
	Number int
	// Values are the cells that have something in them, from left to right.
	Values []Value
}

// Rows reads the rows of a sheet.
type Rows struct {
	book *Book
	xml  *xmlReader
	row  Row
	done bool
}

// Rows begins to read a sheet.
func (b *Book) Rows(sheet SheetInfo) (*Rows, error) {
	x, err := b.part(sheet.part)
	if err != nil {
		return nil, damaged("%w", err)
	}
	return &Rows{book: b, xml: x}, nil
}

// Close ends the reading.
func (r *Rows) Close() error { return r.xml.close() }

// Next gives the next row that has a value. Its values are valid until the next call. The end is io.EOF.
func (r *Rows) Next() (Row, error) {
	for !r.done {
		err := r.xml.next()
		switch {
		case isEnd(err):
			return Row{}, damaged("a sheet does not end")
		case err != nil:
			return Row{}, err
		case r.xml.end == "sheetData":
			r.done = true
		case r.xml.start == "row":
			if err := r.read(); err != nil {
				return Row{}, err
			}
			if len(r.row.Values) > 0 {
				return r.row, nil
			}
		case r.xml.end == "worksheet":
			r.done = true
		}
	}
	return Row{}, io.EOF
}

// read reads the row that began.
func (r *Rows) read() error {
	number := r.row.Number + 1
	if text := r.xml.attribute("r"); text != "" {
		given, err := strconv.Atoi(text)
		if err != nil || given < number || given > rowsKept {
			return damaged("row %d is followed by a row %q", r.row.Number, text)
		}
		number = given
	}
	if number > rowsKept {
		return damaged("it has more than %d rows", rowsKept)
	}
	r.row = Row{Number: number, Values: r.row.Values[:0]}
	column := -1
	for {
		err := r.xml.next()
		switch {
		case isEnd(err):
			return damaged("row %d does not end", number)
		case err != nil:
			return err
		case r.xml.end == "row":
			return nil
		case r.xml.start == "c":
			at, err := r.columnOf(column, number)
			if err != nil {
				return err
			}
			column = at
			if err := r.cell(column); err != nil {
				return err
			}
		}
	}
}

// columnOf gives the column of the cell that began behind another one.
func (r *Rows) columnOf(before, row int) (int, error) {
	place := r.xml.attribute("r")
	if place == "" {
		if before+1 >= columnsKept {
			return 0, damaged("row %d has more than %d columns", row, columnsKept)
		}
		return before + 1, nil
	}
	column, at, ok := parsePlace(place)
	if !ok || at != row || column <= before {
		return 0, damaged("the cell %q is out of its place in row %d", place, row)
	}
	return column, nil
}

// parsePlace reads the name of a cell, such as C5.
func parsePlace(place string) (column, row int, ok bool) {
	letters := strings.TrimRight(place, "0123456789")
	column = -1
	for _, r := range strings.ToUpper(letters) {
		if r < 'A' || r > 'Z' || column >= columnsKept {
			return 0, 0, false
		}
		column = (column+1)*26 + int(r-'A')
	}
	row, err := strconv.Atoi(place[len(letters):])
	return column, row, err == nil && column >= 0 && column < columnsKept && row >= 1 && row <= rowsKept
}

// cell reads the cell that began. One that has nothing in it is left out.
func (r *Rows) cell(column int) error {
	kind := r.xml.attribute("t")
	style, _ := strconv.Atoi(r.xml.attribute("s"))
	var stored, inline string
	formula, has := false, false
	for {
		err := r.xml.next()
		if isEnd(err) {
			return damaged("a cell does not end")
		}
		if err != nil {
			return err
		}
		switch {
		case r.xml.start == "v":
			has = true
			stored, err = r.xml.text()
		case r.xml.start == "f":
			formula = true
			_, err = r.xml.text()
		case r.xml.start == "is":
			has = true
			inline, err = r.xml.richText("is")
		case r.xml.end == "c":
			if value, ok, err := r.value(kind, style, stored, inline, formula, has); err != nil {
				return err
			} else if ok {
				value.Column = column
				r.row.Values = append(r.row.Values, value)
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// value gives what is stored in a cell.
func (r *Rows) value(kind string, style int, stored, inline string, formula, has bool) (Value, bool, error) {
	if !has || stored == "" && kind != "inlineStr" {
		if formula && kind != "str" {
			return Value{Fault: "the formula has no value; open the workbook in Excel or LibreOffice and save it"}, true, nil
		}
		return Value{}, false, nil
	}
	switch kind {
	case "s":
		number, err := strconv.ParseUint(stored, 10, 64)
		if err != nil {
			return Value{}, false, damaged("a cell refers to text %q", stored)
		}
		text, err := r.book.texts.text(number)
		return Value{Kind: Text, Text: text}, text != "", err
	case "inlineStr":
		return Value{Kind: Text, Text: inline}, inline != "", nil
	case "str":
		return Value{Kind: Text, Text: unescape(stored)}, true, nil
	case "b":
		return Value{Kind: Boolean, Text: strconv.FormatBool(isTrue(stored))}, true, nil
	case "e":
		return Value{Fault: "it holds the error " + stored}, true, nil
	case "d":
		return r.book.written(style, stored), true, nil
	case "", "n":
		return r.book.number(style, strings.TrimSpace(stored)), true, nil
	default:
		return Value{}, false, damaged("a cell is of a type %q", kind)
	}
}
