package output

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// lines gives the lines that a row takes: one, or where cells are wrapped as many as the longest
// cell needs.
func (l *layout) lines(cells []string) [][]string {
	if !l.wrap {
		return [][]string{cells}
	}
	var lines [][]string
	for i, cell := range cells {
		for n, part := range wrap(cell, l.widths[i]) {
			if n == len(lines) {
				lines = append(lines, make([]string, len(cells)))
			}
			lines[n][i] = part
		}
	}
	return lines
}

// wrap breaks a text into lines of a width, between words where it can. It is one line at least.
func wrap(s string, width int) []string {
	var lines []string
	for displayWidth(s) > width {
		line := displaywidth.TruncateString(s, width, "")
		if at := strings.LastIndexByte(s[:min(len(line)+1, len(s))], ' '); at > 0 {
			line = s[:at]
		}
		if line == "" {
			break // a character that is wider than the column
		}
		lines = append(lines, line)
		s = strings.TrimPrefix(s[len(line):], " ")
	}
	return append(lines, s)
}
