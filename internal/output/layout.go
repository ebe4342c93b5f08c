package output

import "github.com/clipperhouse/displaywidth"

const (
	// gap is the number of blanks between columns.
	gap = 2
	// narrowest is the width below which no column is shrunk.
	narrowest = 8
	ellipsis  = "…"
)

// layout finds the widths of a table's columns, in places on a terminal.
type layout struct {
	header []string
	// natural are the widths that would show every cell whole.
	natural []int
	// widths are those in use, once fit has been called; columns beyond them are hidden.
	widths []int
	fitted bool
	// numbers tells that a column has had nothing but numbers; texts that it had others.
	numbers, texts []bool
	// whole marks columns that are worth little when cut: numbers and times.
	whole []bool
	// limit is the width of the terminal, 0 for none.
	limit int
	// wrap tells that cells are broken into lines rather than cut.
	wrap bool
}

func newLayout(header []string, shown bool, limit int) layout {
	l := layout{
		header: header, natural: make([]int, len(header)), limit: limit,
		numbers: make([]bool, len(header)), texts: make([]bool, len(header)), whole: make([]bool, len(header)),
	}
	for i, name := range header {
		if shown {
			l.natural[i] = displayWidth(name)
		}
	}
	return l
}

// add takes a cell of column i into account.
func (l *layout) add(i int, cell string, number bool) {
	if cell == "" {
		return
	}
	l.natural[i] = max(l.natural[i], displayWidth(cell))
	if !l.fitted { // the side to which a column leans is not changed once it is seen
		l.numbers[i] = l.numbers[i] || number
		l.texts[i] = l.texts[i] || !number
	}
}

func (l *layout) alignsRight(i int) bool { return l.numbers[i] && !l.texts[i] }

// fit sets the widths for the cells so far. The first call also chooses the columns that have
// room and returns the names of the others; later calls widen at most.
func (l *layout) fit() (hidden []string) {
	if !l.fitted {
		l.fitted = true
		l.widths = l.firstWidths()
		hidden = l.header[len(l.widths):]
	}
	shown := len(l.widths)
	if l.limit == 0 {
		copy(l.widths, l.natural)
		return hidden
	}
	room := l.limit - gap*(shown-1)
	share(l.widths, l.natural[:shown], room, func(i int) bool { return l.whole[i] })
	share(l.widths, l.natural[:shown], room, func(int) bool { return true })
	return hidden
}

// firstWidths gives the least widths of as many columns, from the left, as fit in the limit.
func (l *layout) firstWidths() []int {
	widths := make([]int, 0, len(l.natural))
	used := 0
	for i, width := range l.natural {
		if l.limit > 0 {
			width = min(width, narrowest)
			if i == 0 {
				width = min(width, l.limit)
			}
			if used += width; used > l.limit && i > 0 {
				break
			}
			used += gap
		}
		widths = append(widths, width)
	}
	return widths
}

// share widens the columns that wants picks towards their natural widths until room is used up,
// the narrowest first, so that only the widest are cut.
func share(widths, natural []int, room int, wants func(int) bool) {
	for _, width := range widths {
		room -= width
	}
	for room > 0 {
		least := -1
		for i, width := range widths {
			if wants(i) && width < natural[i] && (least < 0 || width < widths[least]) {
				least = i
			}
		}
		if least < 0 {
			return
		}
		widths[least]++
		room--
	}
}

// displayWidth is the number of terminal columns that a text takes, emoji and wide characters
// with two, combining marks with none.
func displayWidth(s string) int { return displaywidth.String(s) }

// cut shortens a text to a width, with … where something is missing.
func cut(s string, width int) string {
	if displayWidth(s) <= width {
		return s
	}
	return displaywidth.TruncateString(s, width, ellipsis)
}
