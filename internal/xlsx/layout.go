package xlsx

// Column is a column of a sheet to write.
type Column struct {
	// Name stands in the first row.
	Name string
	Kind Kind
	// Choices are offered in a list below each cell. Strict has Excel refuse anything else; without it, it asks.
	Choices []string
	Strict  bool
	// Note is shown when the mouse rests on the name.
	Note string
	// Hidden leaves the column out of sight.
	Hidden bool
}

// Layout is the form of a sheet to write.
type Layout struct {
	Columns []Column
	// Header puts the names of the columns into the first row, which stays in view, with a filter for each.
	Header bool
	// Hidden leaves the sheet out of sight.
	Hidden bool
}

// hasNotes tells whether a column has something to say.
func (l Layout) hasNotes() bool {
	if !l.Header {
		return false
	}
	for _, c := range l.Columns {
		if c.Note != "" {
			return true
		}
	}
	return false
}
