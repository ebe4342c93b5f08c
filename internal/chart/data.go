// Package chart draws rows of names and numbers: in a terminal, or as a picture in SVG or PNG. It knows neither records
// nor queries, and what it does not draw it says.
package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// Kind is how rows are drawn.
type Kind string

// The kinds.
const (
	Bar     Kind = "bar"
	Line    Kind = "line"
	Stacked Kind = "stacked"
	Pie     Kind = "pie"
)

// Kinds lists them as help shows them.
func Kinds() []string { return []string{string(Bar), string(Line), string(Stacked), string(Pie)} }

// ParseKind reads the name of a kind.
func ParseKind(name string) (Kind, error) {
	for _, kind := range Kinds() {
		if strings.EqualFold(name, kind) {
			return Kind(kind), nil
		}
	}
	return "", fmt.Errorf("unknown chart %q: use %s", name, strings.Join(Kinds(), ", "))
}

// Value is a number with its digits as they came. The zero value is none.
type Value struct {
	Digits string
	Number float64
	Known  bool
}

// Series is a column of numbers, one for each name.
type Series struct {
	Name   string
	Values []Value
}

// Data is what is drawn.
type Data struct {
	Title  string
	Names  []string
	Series []Series
	// total counts the rows that came, those that are not kept too.
	total int
}

// maxKept is how many rows are kept to draw.
const maxKept = 10_000

// New begins the data of rows with these columns: the first names a row, the others are numbers.
func New(kind Kind, columns []string) (*Data, error) {
	switch {
	case len(columns) < 2:
		return nil, fmt.Errorf("a chart needs a column of names and one or more of numbers, but the query has %s", text.Counted(len(columns), "column"))
	case kind == Pie && len(columns) > 2:
		return nil, fmt.Errorf("a pie shows one column of numbers, but the query has %d: %s", len(columns)-1, strings.Join(columns[1:], ", "))
	case len(columns)-1 > maxSeries:
		return nil, fmt.Errorf("a chart tells %d columns of numbers apart, but the query has %d", maxSeries, len(columns)-1)
	}
	d := &Data{Series: make([]Series, len(columns)-1)}
	for i, name := range columns[1:] {
		d.Series[i].Name = text.Safe(name)
	}
	return d, nil
}

// Cell is one cell of a row: its text, and whether it is a number or nothing.
type Cell struct {
	Text          string
	Number, Empty bool
}

// Add takes a row. What is no number, where there has to be one, is an error that names the column.
func (d *Data) Add(cells []Cell) error {
	d.total++
	values := make([]Value, len(d.Series))
	for i := range values {
		value, err := valueOf(cells[i+1])
		if err != nil {
			return fmt.Errorf("the column %s %w in row %d: the first column names the rows, and a chart draws the others", d.Series[i].Name, err, d.total)
		}
		values[i] = value
	}
	if len(d.Names) == maxKept {
		return nil
	}
	name := text.Safe(cells[0].Text)
	if name == "" {
		name = "(none)"
	}
	d.Names = append(d.Names, name)
	for i, value := range values {
		d.Series[i].Values = append(d.Series[i].Values, value)
	}
	return nil
}

func valueOf(c Cell) (Value, error) {
	if c.Empty {
		return Value{}, nil
	}
	if !c.Number {
		return Value{}, fmt.Errorf("is no number: %q", text.Shorten(c.Text, 40))
	}
	number, err := strconv.ParseFloat(c.Text, 64)
	if err != nil || math.IsInf(number, 0) || math.Abs(number) > 1e300 {
		return Value{}, fmt.Errorf("is too large to draw: %s", text.Shorten(c.Text, 40))
	}
	return Value{Digits: c.Text, Number: number, Known: true}, nil
}

// shortened gives the data with the first rows alone, and says what is left out.
func (d *Data) shortened(most int) (kept *Data, note string) {
	if d.total <= most {
		return d, ""
	}
	kept = &Data{Title: d.Title, Names: d.Names[:most], total: d.total}
	for _, s := range d.Series {
		kept.Series = append(kept.Series, Series{Name: s.Name, Values: s.Values[:most]})
	}
	return kept, fmt.Sprintf("the chart shows the first %s of %s", text.Count(most), text.Counted(d.total, "row"))
}

// unknown counts the cells without a number.
func (d *Data) unknown() int {
	n := 0
	for _, s := range d.Series {
		for _, v := range s.Values {
			if !v.Known {
				n++
			}
		}
	}
	return n
}

// span is from the lowest to the highest value, with zero.
func (d *Data) span() (low, high float64) {
	for _, s := range d.Series {
		for _, v := range s.Values {
			low, high = min(low, v.Number), max(high, v.Number)
		}
	}
	return low, high
}

// stackedSpan is span where the values of a row stand on one another, those below zero apart.
func (d *Data) stackedSpan() (low, high float64) {
	for i := range d.Names {
		down, up := 0.0, 0.0
		for _, s := range d.Series {
			down, up = down+min(0, s.Values[i].Number), up+max(0, s.Values[i].Number)
		}
		low, high = min(low, down), max(high, up)
	}
	return low, high
}
