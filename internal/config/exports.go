package config

// Export says what is handed over under a name, as an entry of exports in the configuration or the flags of a command do.
type Export struct {
	Name, Entity string
	// Where are filters, all of which hold, Columns the fields that are handed over, nil for all, and Explode a list of
	// whose elements rows are made.
	Where, Columns []string
	Explode        string
	// IgnoreCase holds for all of Where.
	IgnoreCase bool
	// Out is the name of a file with {batch} in it, Format its form where the ending says nothing.
	Out, Format string
	NoHeader    bool
	Excel       bool
	Time        string
	// ThenStatus is the status that follows the delivery, Command what delivers.
	ThenStatus string
	Command    []string
	Limit      int
	// Source is where the entry stands.
	Source Source
}

// exportsKey is the list of what is handed over under a name, for all environments or for one.
const exportsKey = "exports"
