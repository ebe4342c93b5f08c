package table

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// narrowestValue is the width below which a value stands below its name.
const narrowestValue = 16

// Pair is a name and what belongs to it.
type Pair struct {
	Name, Value string
	// Short asks for one line, of a value that may be shortened.
	Short bool
}

// WritePairs writes names with their values beside them, aligned, and wrapped to a width; 0 wraps nothing. margin is
// the least width of the names, so that several lists can be aligned.
func WritePairs(out Out, pairs []Pair, width, margin int) error {
	margin = max(margin, Margin(pairs))
	for _, pair := range pairs {
		for _, line := range pair.lines(width, margin) {
			if err := out.Line(line, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// Margin is the width that the names of pairs need.
func Margin(pairs []Pair) int {
	widest := 0
	for _, pair := range pairs {
		widest = max(widest, Width(pair.Name))
	}
	return widest
}

func (p Pair) lines(width, margin int) []string {
	left := margin + gap
	if p.Value == "" {
		return []string{p.Name}
	}
	if width == 0 {
		return []string{p.Name + strings.Repeat(" ", left-Width(p.Name)) + p.Value}
	}
	if width-left < narrowestValue || p.fitsBelow(width, left) {
		lines := []string{p.Name}
		for _, line := range p.values(max(1, width-len(indent))) {
			lines = append(lines, indent+line)
		}
		return lines
	}
	lines := p.values(width - left)
	for n, line := range lines {
		name := ""
		if n == 0 {
			name = p.Name
		}
		lines[n] = name + strings.Repeat(" ", left-Width(name)) + line
	}
	return lines
}

// fitsBelow tells that a value is one word, such as a GUID or a time, that there is room for below its name alone: in
// pieces it could not be copied.
func (p Pair) fitsBelow(width, left int) bool {
	wide := Width(p.Value)
	return !p.Short && !strings.Contains(p.Value, " ") && wide > width-left && wide <= width-len(indent)
}

func (p Pair) values(width int) []string {
	if p.Short {
		return []string{cut(p.Value, width)}
	}
	return text.Wrap(p.Value, width)
}

// writeBlock writes a row as names and values, behind an empty line where it is not the first.
func (t *Table) writeBlock(row []Cell) error {
	if t.lines.blocks {
		if err := t.out.Line("", false); err != nil {
			return err
		}
	}
	t.lines.blocks = true
	pairs := make([]Pair, 0, len(row))
	for i, cell := range row {
		pairs = append(pairs, Pair{Name: t.layout.columns[i].Name, Value: cell.Text, Short: t.layout.columns[i].Role == Text})
	}
	return WritePairs(t.out, pairs, t.layout.limit, 0)
}
