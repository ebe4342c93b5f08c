package text

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// Wrap breaks a text into lines of a width, in places on a terminal, between words where it can, else
// within a long word where a part of it ends. It is one line at least.
func Wrap(s string, width int) []string {
	var lines []string
	for displaywidth.String(s) > width {
		line := displaywidth.TruncateString(s, width, "")
		if at := strings.LastIndexByte(s[:min(len(line)+1, len(s))], ' '); at > 0 {
			line = s[:at]
		} else if at := strings.LastIndexAny(line, "_-./,;"); at >= len(line)/3 {
			line = s[:at+1]
		}
		if line == "" {
			break // a character that is wider than the column
		}
		lines = append(lines, line)
		s = strings.TrimPrefix(s[len(line):], " ")
	}
	return append(lines, s)
}
