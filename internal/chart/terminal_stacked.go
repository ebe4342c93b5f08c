package chart

import (
	"math"
	"strings"
)

// fills are the characters that tell the columns of stacked bars apart.
func (t Terminal) fills() []string {
	if t.ASCII {
		return strings.Split("#=o+:x-%@*", "")
	}
	return strings.Split("█▒▓░▚▤▦▥▩▧", "")
}

// stacked draws the values of a row on one another, those below zero to the left.
func (t Terminal) stacked(d *Data) []string {
	low, high := d.stackedSpan()
	totals := d.totals()
	var rows []row
	for i, name := range d.Names {
		rows = append(rows, row{name: name, after: totals[i].shown(), bar: func(width int) string { return t.stack(d, i, low, high, width) }})
	}
	return append(t.legend(d, t.fills()), t.layOut(rows)...)
}

// legend says which character stands for which column, as many in a line as fit.
func (t Terminal) legend(d *Data, marks []string) []string {
	lines := []string{""}
	for i, s := range d.Series {
		one := marks[i] + " " + s.Name
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = one
		case width(*last)+gap+width(one) > t.width():
			lines = append(lines, one)
		default:
			*last += strings.Repeat(" ", gap) + one
		}
	}
	return append(lines, "")
}

func (t Terminal) stack(d *Data, i int, low, high float64, columns int) string {
	if high == low {
		return ""
	}
	unit := float64(columns-2) / (high - low)
	up, down := "", ""
	upTo, downTo := 0.0, 0.0
	for n, s := range d.Series {
		v := s.Values[i].Number * unit
		fill := t.fills()[n]
		if v >= 0 {
			upTo += v
			up += strings.Repeat(fill, max(0, int(math.Round(upTo))-width(up)))
		} else {
			downTo -= v
			down = strings.Repeat(fill, max(0, int(math.Round(downTo))-width(down))) + down
		}
	}
	if low == 0 {
		return up + " "
	}
	return strings.Repeat(" ", max(0, int(math.Round(-low*unit))-width(down))) + down + t.axis() + up + " "
}
