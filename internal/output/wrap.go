package output

import "github.com/aimsio-cli/aimsio/internal/text"

// lines gives the lines that a row takes: one, or where cells are wrapped as many as the longest
// cell needs.
func (l *layout) lines(cells []string) [][]string {
	if !l.wrap {
		return [][]string{cells}
	}
	var lines [][]string
	for i, cell := range cells {
		for n, part := range text.Wrap(cell, l.widths[i]) {
			if n == len(lines) {
				lines = append(lines, make([]string, len(cells)))
			}
			lines[n][i] = part
		}
	}
	return lines
}
