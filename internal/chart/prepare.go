package chart

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/text"
)

const (
	// maxSeries is how many columns of numbers can be told apart.
	maxSeries = 10
	// maxBars is how many rows are drawn as bars, and maxSlices as slices of a pie.
	maxBars, maxSlices = 100, 12
)

// Prepare gives what of the data a kind draws, and notes that say what it leaves out.
func (d *Data) Prepare(kind Kind) (drawn *Data, notes []string, err error) {
	var note string
	switch kind {
	case Pie:
		drawn, note, err = d.slices()
	case Line:
		drawn, note = d.shortened(maxKept)
	default:
		drawn, note = d.shortened(maxBars)
	}
	if err != nil {
		return nil, nil, err
	}
	if note != "" {
		notes = append(notes, note)
	}
	unknown := drawn.unknown()
	if unknown > 0 && kind != Pie {
		notes = append(notes, text.Counted(unknown, "value")+" that "+isOrAre(unknown)+" null: not drawn")
	}
	known := len(drawn.Names)*len(drawn.Series) - unknown
	if low, high := drawn.span(); low == 0 && high == 0 && known > 0 {
		notes = append(notes, "all values are zero")
	}
	return drawn, notes, nil
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// slices gives the largest rows of a pie, in the order of the query, and the sum of the others as one.
func (d *Data) slices() (*Data, string, error) {
	if d.total > maxKept {
		return nil, "", fmt.Errorf("a pie of %s shows nothing: group them, or give the query a limit", text.Counted(d.total, "row"))
	}
	values := d.Series[0].Values
	var rest []int
	for i, v := range values {
		if v.Number < 0 {
			return nil, "", fmt.Errorf("a pie shows parts of a whole, and %s of %s is below zero: use --chart bar", v.Digits, d.Names[i])
		}
		rest = append(rest, i)
	}
	known := slices.DeleteFunc(rest, func(i int) bool { return !values[i].Known })
	note := ""
	if n := len(values) - len(known); n > 0 {
		note = text.Counted(n, "value") + " that " + isOrAre(n) + " null: not drawn"
	}
	kept := known
	if len(known) > maxSlices {
		slices.SortStableFunc(known, func(a, b int) int { return cmp.Compare(values[b].Number, values[a].Number) })
		kept = slices.Sorted(slices.Values(known[:maxSlices-1]))
	}
	pie := &Data{Title: d.Title, Series: []Series{{Name: d.Series[0].Name}}, total: d.total}
	for _, i := range kept {
		pie.add(d.Names[i], values[i])
	}
	if len(known) > maxSlices {
		others := known[maxSlices-1:]
		pie.add(fmt.Sprintf("%s others", text.Count(len(others))), sumOf(others, values))
	}
	return pie, note, nil
}

func (d *Data) add(name string, v Value) {
	d.Names = append(d.Names, name)
	d.Series[0].Values = append(d.Series[0].Values, v)
}

// sumOf adds some of the values up, digit for digit.
func sumOf(some []int, values []Value) Value {
	sum, places := new(big.Rat), 0
	for _, i := range some {
		exact := new(big.Rat)
		if strings.ContainsAny(values[i].Digits, "eE") { // which may stand for more digits than there is memory
			exact.SetFloat64(values[i].Number)
		} else {
			exact.SetString(values[i].Digits)
		}
		sum.Add(sum, exact)
		places = max(places, placesOf(values[i].Digits))
	}
	return Number(sum.FloatString(places))
}

// placesOf is how many digits stand behind the point, few where it is written with an exponent.
func placesOf(digits string) int {
	if strings.ContainsAny(digits, "eE") {
		return 2
	}
	_, behind, _ := strings.Cut(digits, ".")
	return len(behind)
}

// Number makes a value of its digits, none where they are no number.
func Number(digits string) Value {
	value, err := valueOf(Cell{Text: digits, Number: true})
	if err != nil {
		return Value{}
	}
	return value
}

// share is a value in percent of the whole, with one place.
func share(v, whole float64) string {
	if whole == 0 {
		return "0.0 %"
	}
	return fmt.Sprintf("%.1f %%", 100*v/whole)
}

// whole is the sum of a pie.
func (d *Data) whole() float64 {
	sum := 0.0
	for _, v := range d.Series[0].Values {
		sum += v.Number
	}
	return sum
}

// totals gives for each row the sum of its values, digit for digit.
func (d *Data) totals() []Value {
	sums := make([]Value, len(d.Names))
	for i := range d.Names {
		var row []Value
		var all []int
		for _, s := range d.Series {
			if s.Values[i].Known {
				all, row = append(all, len(row)), append(row, s.Values[i])
			}
		}
		if len(row) > 0 {
			sums[i] = sumOf(all, row)
		}
	}
	return sums
}
