package chart

import (
	"math"
	"strconv"
	"strings"

	"github.com/guptarohit/asciigraph"
)

// lineHeight is the number of lines that a line chart takes, without what stands around it.
const lineHeight = 15

// marks are the characters that tell lines apart, where there are several or no other is to be had.
func marks() []string { return strings.Split("*o+x#@%=~^", "") }

// line draws each column of numbers as a line over the names.
func (t Terminal) line(d *Data) []string {
	var lines [][]float64
	for _, s := range d.Series {
		lines = append(lines, s.numbers())
	}
	low, high := d.known()
	if low > high {
		return nil
	}
	room := t.lineRoom(d)
	for i, points := range lines {
		lines[i] = fitted(points, room)
	}
	options := []asciigraph.Option{
		asciigraph.Height(lineHeight), asciigraph.YAxisValueFormatter(tick),
		asciigraph.LowerBound(low), asciigraph.UpperBound(high),
	}
	several := len(d.Series) > 1
	if several || t.ASCII {
		var sets []asciigraph.CharSet
		for i := range d.Series {
			sets = append(sets, asciigraph.CreateCharSet(marks()[i]))
		}
		options = append(options, asciigraph.SeriesChars(sets...))
	}
	plot := asciigraph.PlotMany(lines, options...)
	if t.ASCII {
		plot = strings.NewReplacer("┤", "|", "┼", "|", "╴", "-", "╶", "-").Replace(plot)
	}
	drawn := strings.Split(plot, "\n")
	if several {
		drawn = append(t.legend(d, marks()), drawn...)
	}
	return append(drawn, t.ends(d, drawn[len(drawn)-1], len(lines[0]))...)
}

// lineRoom is how many columns a line has beside the numbers of its axis.
func (t Terminal) lineRoom(d *Data) int {
	low, high := d.known()
	return max(narrowest, t.width()-max(len(tick(low)), len(tick(high)))-4)
}

// ends are the first name and the last, below where they stand.
func (t Terminal) ends(d *Data, lowest string, columns int) []string {
	left := 0
	if at := strings.IndexAny(lowest, "┤┼|"); at >= 0 {
		left = width(lowest[:at]) + 1
	}
	first, last := d.Names[0], d.Names[len(d.Names)-1]
	indent := strings.Repeat(" ", left)
	switch between := columns - width(first) - width(last); {
	case len(d.Names) == 1:
		return []string{indent + first}
	case between >= gap:
		return []string{indent + first + strings.Repeat(" ", between) + last}
	default:
		return []string{indent + first, indent + "to " + last}
	}
}

// numbers are the values, with a gap where there is none.
func (s Series) numbers() []float64 {
	numbers := make([]float64, len(s.Values))
	for i, v := range s.Values {
		numbers[i] = v.Number
		if !v.Known {
			numbers[i] = math.NaN()
		}
	}
	return numbers
}

// known is from the lowest to the highest value; low is more than high where there is none.
func (d *Data) known() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, s := range d.Series {
		for _, v := range s.Values {
			if v.Known {
				low, high = min(low, v.Number), max(high, v.Number)
			}
		}
	}
	return low, high
}

// fitted gives as many points as there are columns: the mean of those that share one, or what lies between two.
func fitted(points []float64, columns int) []float64 {
	if len(points) <= 1 {
		return points
	}
	fit := make([]float64, columns)
	for i := range fit {
		if len(points) <= columns {
			at, part := math.Modf(float64(i) * float64(len(points)-1) / float64(columns-1))
			before, after := points[int(at)], points[min(int(at)+1, len(points)-1)]
			fit[i] = before + part*(after-before)
			if part < 1e-9 {
				fit[i] = before // whatever comes after
			}
			continue
		}
		fit[i] = mean(points[i*len(points)/columns : (i+1)*len(points)/columns])
	}
	return fit
}

func mean(points []float64) float64 {
	sum, n := 0.0, 0
	for _, p := range points {
		if !math.IsNaN(p) {
			sum, n = sum+p, n+1
		}
	}
	if n == 0 {
		return math.NaN()
	}
	return sum / float64(n)
}

// tick writes a number beside an axis, with as many digits as tell it apart.
func tick(v float64) string {
	if math.Abs(v) >= 1e15 || v != 0 && math.Abs(v) < 1e-6 {
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	places := 2
	if math.Abs(v) >= 1000 {
		places = 0
	}
	shown := strconv.FormatFloat(v, 'f', places, 64)
	if strings.Contains(shown, ".") {
		shown = strings.TrimSuffix(strings.TrimRight(shown, "0"), ".")
	}
	if shown == "-0" {
		return "0"
	}
	return shown
}
