package chart

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// Terminal is where a chart is drawn in characters.
type Terminal struct {
	// Width is in columns.
	Width int
	// ASCII draws with characters that every terminal has.
	ASCII bool
}

const (
	// narrowest is the least room of the bars themselves.
	narrowest = 10
	// gap is between what stands side by side.
	gap = 2
)

// Draw writes data that was prepared for a kind.
func (t Terminal) Draw(w io.Writer, kind Kind, d *Data) error {
	var lines []string
	switch {
	case len(d.Names) == 0:
	case kind == Line:
		lines = t.line(d)
	case kind == Stacked:
		lines = t.stacked(d)
	case kind == Pie:
		lines = t.pie(d)
	default:
		lines = t.bars(d)
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " ")); err != nil {
			return fmt.Errorf("writing the output: %w", err)
		}
	}
	return nil
}

// width is that of the terminal, or as much as a chart needs.
func (t Terminal) width() int { return max(t.Width, 2*narrowest) }

// Notes says what of data that was prepared for a kind its drawing does not tell.
func (t Terminal) Notes(kind Kind, d *Data) []string {
	if room := t.lineRoom(d); kind == Line && len(d.Names) > room {
		return []string{fmt.Sprintf("%s in %d columns: each shows the mean of its rows", text.Counted(len(d.Names), "row"), room)}
	}
	return nil
}

// row is one bar with what stands beside it.
type row struct {
	// name is shown left of the bar, or in a line of its own where names are long.
	name string
	// series is the column that the bar is of, where there are several, and after what stands behind it.
	series, after string
	bar           func(width int) string
}

// layOut puts rows below one another, in the width of the terminal. No name is cut.
func (t Terminal) layOut(rows []row) []string {
	var name, series, after int
	for _, r := range rows {
		name, series, after = max(name, width(r.name)), max(series, width(r.series)), max(after, width(r.after))
	}
	above, beside := name > t.width()/2, name+gap
	if above {
		beside = gap
	}
	if series > 0 {
		beside += series + gap
	}
	room := max(narrowest, t.width()-beside-after-1)
	var lines []string
	for _, r := range rows {
		line := pad(r.name, name+gap)
		if above {
			if r.name != "" {
				lines = append(lines, r.name)
			}
			line = strings.Repeat(" ", gap)
		}
		if series > 0 {
			line += pad(r.series, series+gap)
		}
		lines = append(lines, line+r.bar(room)+r.after)
	}
	return lines
}

// bars draws a bar for each value, from a common zero.
func (t Terminal) bars(d *Data) []string {
	low, high := d.span()
	var rows []row
	for i, name := range d.Names {
		for n, s := range d.Series {
			v := s.Values[i]
			r := row{name: name, bar: func(width int) string { return t.bar(v.Number, low, high, width) }, after: v.shown()}
			if len(d.Series) > 1 {
				r.series = s.Name
			}
			if n > 0 {
				r.name = ""
			}
			rows = append(rows, r)
		}
	}
	return t.layOut(rows)
}

func (v Value) shown() string {
	if !v.Known {
		return "null"
	}
	return v.Digits
}

// pie draws each value with its share of the whole.
func (t Terminal) pie(d *Data) []string {
	_, high := d.span()
	whole := d.whole()
	var rows []row
	for i, name := range d.Names {
		v := d.Series[0].Values[i]
		rows = append(rows, row{
			name: name, after: fmt.Sprintf("%s (%s)", share(v.Number, whole), v.Digits),
			bar: func(width int) string { return t.bar(v.Number, 0, high, width) },
		})
	}
	return t.layOut(rows)
}

// bar draws a value in so many columns that stand for low to high, and a blank behind it.
func (t Terminal) bar(v, low, high float64, columns int) string {
	if high == low {
		return ""
	}
	if low == 0 {
		return t.right(v/high*float64(columns-1)) + " "
	}
	unit := float64(columns-2) / (high - low)
	left := int(math.Round(-low * unit))
	if v >= 0 {
		return strings.Repeat(" ", left) + t.axis() + t.right(v*unit) + " "
	}
	bar := t.left(-v * unit)
	return strings.Repeat(" ", max(0, left-width(bar))) + bar + t.axis() + " "
}

func (t Terminal) axis() string {
	if t.ASCII {
		return "|"
	}
	return "│"
}

// right draws a bar that begins at its left end, to an eighth of a column. What is more than nothing can be seen.
func (t Terminal) right(columns float64) string {
	if t.ASCII {
		return strings.Repeat("#", atLeastOne(columns, columns))
	}
	eighths := atLeastOne(columns, 8*columns)
	bar := strings.Repeat("█", eighths/8)
	if part := eighths % 8; part > 0 {
		bar += string(rune('█' + 8 - part)) // █▉▊▋▌▍▎▏ stand in this order
	}
	return bar
}

// left draws a bar that ends at its right end, to half a column.
func (t Terminal) left(columns float64) string {
	if t.ASCII {
		return strings.Repeat("#", atLeastOne(columns, columns))
	}
	halves := atLeastOne(columns, 2*columns)
	bar := strings.Repeat("█", halves/2)
	if halves%2 == 1 {
		bar = "▐" + bar
	}
	return bar
}

// atLeastOne rounds, but makes one of a little.
func atLeastOne(columns, units float64) int {
	if columns > 0 {
		return max(1, int(math.Round(units)))
	}
	return 0
}

func width(s string) int { return displaywidth.String(s) }

func pad(s string, to int) string { return s + strings.Repeat(" ", max(0, to-width(s))) }
