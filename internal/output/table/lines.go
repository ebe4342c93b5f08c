package table

import (
	"bytes"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// indent stands before what is written below a row.
const indent = "  "

// liner makes lines of rows.
type liner struct {
	line bytes.Buffer
	// blocks tells that a row was written as a block.
	blocks bool
}

// header gives the lines of the names of the columns, one unless they are broken.
func (r *liner) header(l *layout) []string {
	names := make([][]string, len(l.columns))
	most := 0
	for _, i := range l.shown {
		names[i] = []string{l.columns[i].Name}
		if l.broken {
			names[i] = wrapName(l.columns[i].Name, l.widths[i])
		}
		most = max(most, len(names[i]))
	}
	var lines []string
	for n := range most {
		lines = append(lines, r.join(l, func(i int) string {
			if at := n - (most - len(names[i])); at >= 0 { // they stand on the rows
				return names[i][at]
			}
			return ""
		}))
	}
	return lines
}

// row gives the lines of a row: one, and more where a name or a reason does not fit.
func (r *liner) row(l *layout, cells []string) []string {
	parts := make([][]string, len(cells))
	most := 1
	below := l.under
	for _, i := range l.shown {
		switch {
		case l.limit == 0 || l.role(i) < Reason || l.role(i) == Key:
			parts[i] = []string{cells[i]}
		case l.role(i) == Name || l.wraps(i, cells[i]):
			parts[i] = text.Wrap(cells[i], l.widths[i])
		default: // it came when the width was chosen, and would be a column of letters
			below = append(slices.Clip(below), i)
		}
		most = max(most, len(parts[i]))
	}
	lines := make([]string, 0, most)
	for n := range most {
		lines = append(lines, r.join(l, func(i int) string {
			if n < len(parts[i]) {
				return parts[i][n]
			}
			return ""
		}))
	}
	for _, i := range below {
		lines = append(lines, l.reason(i, cells[i])...)
	}
	return lines
}

// wraps tells whether a reason is well read in its column.
func (l *layout) wraps(i int, shown string) bool {
	return l.widths[i] >= narrowestReason || Width(shown) <= l.widths[i]
}

// reason gives the lines of what stands below a row.
func (l *layout) reason(i int, shown string) []string {
	if shown == "" {
		return nil
	}
	if l.header {
		shown = l.columns[i].Name + ": " + shown
	}
	lines := text.Wrap(shown, max(1, l.limit-len(indent)))
	for n := range lines {
		lines[n] = indent + lines[n]
	}
	return lines
}

// join puts the texts of the columns beside each other.
func (r *liner) join(l *layout, cellOf func(i int) string) string {
	r.line.Reset()
	for n, i := range l.shown {
		if n > 0 {
			r.blanks(gap)
		}
		cell := cut(cellOf(i), l.widths[i])
		fill := l.widths[i] - Width(cell)
		if l.alignsRight(i) {
			r.blanks(fill)
			fill = 0
		}
		r.line.WriteString(cell)
		r.blanks(fill)
	}
	return string(bytes.TrimRight(r.line.Bytes(), " "))
}

func (r *liner) blanks(n int) {
	if n > 0 {
		r.line.WriteString(strings.Repeat(" ", n))
	}
}
