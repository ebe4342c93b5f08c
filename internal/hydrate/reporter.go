package hydrate

// Reporter tells the user what happens beside the records, while they go on.
type Reporter interface {
	// Notef is for what a quiet run leaves out.
	Notef(format string, args ...any)
	// Problemf is for what went wrong, and is always told.
	Problemf(format string, args ...any)
}

// Progress shows how many records a loop has been through.
type Progress interface {
	// Add counts a record.
	Add()
	// Hide makes room for a line on the same terminal.
	Hide()
}

// noProgress shows nothing.
type noProgress struct{}

func (noProgress) Add()  {}
func (noProgress) Hide() {}
