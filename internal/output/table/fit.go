package table

import "slices"

// squeeze is how far columns give way.
type squeeze struct {
	// name is the width of a Name that it does not go below.
	name int
	// broken breaks the names of columns into lines.
	broken bool
	// below puts reasons below their rows, and empty those columns of them that have none, of which nothing is to be seen.
	below, empty bool
}

// fit sets the widths for the cells so far. The first call also chooses which columns there is room for; later
// calls widen at most.
func (l *layout) fit() {
	if l.fitted {
		l.widen()
		return
	}
	l.fitted = true
	all := make([]int, len(l.columns))
	for i := range all {
		all[i] = i
	}
	if l.limit == 0 {
		l.take(all, squeeze{})
		return
	}
	for _, broken := range []bool{false, true} {
		for _, name := range []int{l.limit, l.limit / 2, narrowest} {
			if l.try(all, squeeze{name: name, broken: broken}) || l.try(all, squeeze{name: name, broken: broken, empty: true}) ||
				l.drop(all, squeeze{name: name, broken: broken, below: true}) {
				return
			}
		}
	}
	l.blocks = true
}

// drop tries with fewer and fewer columns, from the right.
func (l *layout) drop(columns []int, s squeeze) bool {
	for {
		if l.try(columns, s) {
			return true
		}
		last := -1
		for at, i := range slices.Backward(columns) {
			if !l.stays(i) {
				last = at
				break
			}
		}
		if last < 0 {
			return false
		}
		columns = slices.Delete(slices.Clone(columns), last, last+1)
	}
}

// try chooses columns if there is room for them.
func (l *layout) try(columns []int, s squeeze) bool {
	l.broken = s.broken
	width := -gap
	for _, i := range columns {
		if !l.below(i, s) {
			width += gap + l.least(i, s)
		}
	}
	if width > l.limit {
		return false
	}
	l.take(columns, s)
	return true
}

// below tells whether a column stands below the rows.
func (l *layout) below(i int, s squeeze) bool {
	return l.role(i) == Reason && (s.below || s.empty && l.cells[i] == 0)
}

// least is the width that a column cannot do without.
func (l *layout) least(i int, s squeeze) int {
	natural := l.natural(i)
	if l.limit == 0 {
		return natural
	}
	switch l.role(i) {
	case Text:
		return min(natural, max(l.head(i), narrowest))
	case Reason:
		return min(natural, max(l.head(i), narrowestReason))
	case Name:
		return min(natural, max(l.head(i), s.name))
	default:
		return natural
	}
}

// take chooses columns, and gives them what room there is.
func (l *layout) take(columns []int, s squeeze) {
	for _, i := range columns {
		if l.below(i, s) {
			l.under = append(l.under, i)
			continue
		}
		l.shown = append(l.shown, i)
		l.widths[i] = l.least(i, s)
	}
	l.share()
}

// widen makes room for what came after the columns were chosen. What is never cut takes it, although the rows may
// get wider than the terminal.
func (l *layout) widen() {
	for _, i := range l.shown {
		if role := l.role(i); l.limit == 0 || role == Key || role == Whole {
			l.widths[i] = max(l.widths[i], l.natural(i))
		}
	}
	l.share()
}

// share gives the columns the room that is left, those first that would be missed most.
func (l *layout) share() {
	for _, role := range []Role{Name, Text, Reason} {
		l.shareAmong(role)
	}
	if l.broken {
		l.unbreak()
	}
}

// shareAmong widens the columns of a role towards their natural widths, the narrowest first, so that only the
// widest are shortened.
func (l *layout) shareAmong(role Role) {
	for room := l.room(); room > 0; room-- {
		least := -1
		for _, i := range l.shown {
			if l.role(i) == role && l.widths[i] < l.natural(i) && (least < 0 || l.widths[i] < l.widths[least]) {
				least = i
			}
		}
		if least < 0 {
			return
		}
		l.widths[least]++
	}
}

// unbreak uses the room that is left for names of columns that are broken, those in most lines first.
func (l *layout) unbreak() {
	for room := l.room(); room > 0; room-- {
		tallest, lines := -1, 1
		for _, i := range l.shown {
			if n := len(wrapName(l.columns[i].Name, l.widths[i])); n > lines {
				tallest, lines = i, n
			}
		}
		if tallest < 0 {
			return
		}
		l.widths[tallest]++
	}
}

// room is the width that the rows leave.
func (l *layout) room() int {
	room := l.limit + gap
	for _, i := range l.shown {
		room -= l.widths[i] + gap
	}
	return room
}
