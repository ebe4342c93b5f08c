package table

import (
	"github.com/clipperhouse/displaywidth"
)

const ellipsis = "…"

// Width is the number of places on a terminal that a text takes, emoji and wide characters with two, combining
// marks with none.
func Width(s string) int { return displaywidth.String(s) }

// cut shortens a text to a width, with … where something is missing.
func cut(s string, width int) string {
	if Width(s) <= width {
		return s
	}
	return displaywidth.TruncateString(s, width, ellipsis)
}

// wrapName breaks the name of a field into lines of a width, between its words. A word that is longer stays whole.
func wrapName(name string, width int) []string {
	var lines []string
	line := ""
	for _, word := range nameWords(name) {
		if line != "" && Width(line)+Width(word) > width {
			lines, line = append(lines, line), ""
		}
		line += word
	}
	return append(lines, line)
}

// nameWords splits the name of a field where a word of it begins, so that together they are the name.
func nameWords(name string) []string {
	var words []string
	from, before := 0, ' '
	for i, r := range name {
		if i > from && begins(before, r) {
			words, from = append(words, name[from:i]), i
		}
		before = r
	}
	return append(words, name[from:])
}

// begins tells whether a word of a name begins with a character behind another.
func begins(before, r rune) bool {
	switch before {
	case '.', '_', '-', ' ':
		return true
	default:
		return isUpper(r) && !isUpper(before)
	}
}

func isUpper(r rune) bool { return 'A' <= r && r <= 'Z' }

// longestWord is the width of the widest word of a name.
func longestWord(name string) int {
	widest := 0
	for _, word := range nameWords(name) {
		widest = max(widest, Width(word))
	}
	return widest
}
