package text

import "strings"

// OneLine puts a text on one line, with single blanks, harmless for a terminal.
func OneLine(s string) string { return Safe(strings.Join(strings.Fields(s), " ")) }

// Shorten cuts a text to at most limit characters and shows with … that it did.
func Shorten(s string, limit int) string {
	count := 0
	for i := range s {
		if count == limit {
			return strings.TrimRight(s[:i], " ") + "…"
		}
		count++
	}
	return s
}
