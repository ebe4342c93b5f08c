// Package table lays out rows of texts as aligned columns for a terminal: it finds the widths, decides what gives
// way where there is no room for all, and wraps what must not be cut. It knows neither records nor formats; what
// acts on a terminal must have been taken out of the texts.
package table

// blockRows is how many rows are laid out and written together. Within the first block the widths are exact;
// later blocks may only widen them.
const blockRows = 1000

// Role says how a column gives way where a table is wider than its terminal.
type Role int

// The roles of columns, the first of which to give way first.
const (
	// Text is shortened, the longest first. While its cells are single short words, it is as Whole.
	Text Role = iota
	// Whole is shown in full or, from the right, not at all: half a number or a code says something else.
	Whole
	// Reason is wrapped, in its column where there is room beside the others, else below its row.
	Reason
	// Name is never left out, and wrapped in its column where there is no room for it in one line.
	Name
	// Key is never left out and never cut.
	Key
)

// Column is a column of a table.
type Column struct {
	Name string
	Role Role
}

// Cell is what stands in a column of a row. Columns of nothing but numbers lean to the right.
type Cell struct {
	Text   string
	Number bool
}

// Options say how rows are laid out.
type Options struct {
	Columns []Column
	// Header asks for the names of the columns above the rows.
	Header bool
	// Width is that of the terminal, in places; 0 means that nothing gives way.
	Width int
	// Hidden, if set, is told which columns there is no room for.
	Hidden func(names []string)
}

// Out takes the lines of a table. The header is a heading.
type Out interface {
	Line(text string, heading bool) error
}

// Table takes rows and writes them in blocks.
type Table struct {
	out    Out
	hidden func([]string)
	layout layout
	rows   [][]Cell
	// begun tells that the header and the first block are out.
	begun bool
	lines liner
}

// New makes a table. It writes nothing before a block is full or Close.
func New(out Out, o Options) *Table {
	return &Table{out: out, hidden: o.Hidden, layout: newLayout(o)}
}

// Begun tells that something is written.
func (t *Table) Begun() bool { return t.begun }

// Add takes a row, with a cell for each column, and keeps it until its block is written.
func (t *Table) Add(row []Cell) error {
	for i, cell := range row {
		t.layout.add(i, cell)
	}
	t.rows = append(t.rows, row)
	if len(t.rows) < blockRows {
		return nil
	}
	return t.flush()
}

// Close writes what is left.
func (t *Table) Close() error { return t.flush() }

// flush lays out and writes the rows at hand, the first time with the header.
func (t *Table) flush() error {
	if t.begun && len(t.rows) == 0 {
		return nil
	}
	t.layout.fit()
	header := t.layout.header && !t.begun
	if !t.begun {
		t.begun = true
		if names := t.layout.hidden(); len(names) > 0 && t.hidden != nil {
			t.hidden(names)
		}
	}
	err := t.write(header)
	t.rows = t.rows[:0]
	return err
}

// write writes the rows at hand in the form that there is room for.
func (t *Table) write(header bool) error {
	if !t.layout.blocks {
		return t.render(header)
	}
	for _, row := range t.rows {
		if err := t.writeBlock(row); err != nil {
			return err
		}
	}
	return nil
}
