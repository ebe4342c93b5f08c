package table

import "slices"

const (
	// gap is the number of blanks between columns.
	gap = 2
	// narrowest is the width to which a text may be shortened.
	narrowest = 12
	// narrowestReason is the width below which a reason is not wrapped in its column.
	narrowestReason = 24
	// longestCode is how wide a single word may be to count as a code, which is not cut.
	longestCode = 40
)

// layout finds the widths of a table's columns.
type layout struct {
	columns []Column
	header  bool
	// limit is the width of the terminal, 0 for none.
	limit int
	// first tells that the first column stays, since no column must: by something rows are told apart.
	first bool
	// cells are the widths of the widest cell of each column.
	cells []int
	// numbers tells that a column has had nothing but numbers; texts that it had others; codes that no cell was
	// more than a short word.
	numbers, texts, codes []bool

	// fitted tells that the following are chosen.
	fitted bool
	// shown are the columns with a place in the rows, and under those that stand below them.
	shown, under []int
	widths       []int
	// broken tells that names of columns are broken into lines.
	broken bool
	// blocks tells that there is no room for rows: each cell has a line of its own.
	blocks bool
}

func newLayout(o Options) layout {
	size := len(o.Columns)
	l := layout{
		columns: o.Columns, header: o.Header, limit: o.Width, cells: make([]int, size), widths: make([]int, size),
		numbers: make([]bool, size), texts: make([]bool, size), codes: make([]bool, size),
	}
	for i := range l.codes {
		l.codes[i] = true
	}
	l.first = !slices.ContainsFunc(o.Columns, func(c Column) bool { return c.Role == Key })
	return l
}

// stays tells whether a column must not be left out.
func (l *layout) stays(i int) bool { return l.role(i) >= Reason || i == 0 && l.first }

// add takes a cell of column i into account.
func (l *layout) add(i int, cell Cell) {
	if cell.Text == "" {
		return
	}
	width := Width(cell.Text)
	l.cells[i] = max(l.cells[i], width)
	l.codes[i] = l.codes[i] && isCode(cell.Text, width)
	if !l.fitted { // the side to which a column leans is not changed once it is seen
		l.numbers[i] = l.numbers[i] || cell.Number
		l.texts[i] = l.texts[i] || !cell.Number
	}
}

// isCode tells whether a text is a single word of narrow characters that is not long.
func isCode(s string, width int) bool {
	return width <= longestCode && !slices.ContainsFunc([]byte(s), func(c byte) bool { return c <= ' ' || c >= 0x80 })
}

func (l *layout) alignsRight(i int) bool { return l.numbers[i] && !l.texts[i] }

// role is how a column gives way.
func (l *layout) role(i int) Role {
	if role := l.columns[i].Role; role != Text || !l.codes[i] {
		return role
	}
	return Whole
}

// head is the width that the name of a column needs.
func (l *layout) head(i int) int {
	switch {
	case !l.header:
		return 0
	case l.broken:
		return longestWord(l.columns[i].Name)
	default:
		return Width(l.columns[i].Name)
	}
}

// natural is the width that shows a column whole.
func (l *layout) natural(i int) int { return max(l.head(i), l.cells[i]) }

// hidden names the columns that are not shown.
func (l *layout) hidden() []string {
	var names []string
	for i, column := range l.columns {
		if !l.blocks && !slices.Contains(l.shown, i) && !slices.Contains(l.under, i) {
			names = append(names, column.Name)
		}
	}
	return names
}
