package mirror

import (
	"slices"
	"strings"
	"unicode"
)

// isQuestion tells a question from an order by its first word. A transaction that can only read does
// not keep PostgreSQL from carrying out all orders: "copy … to" writes a file of the server.
func isQuestion(text string) bool {
	questions := []string{"select", "with", "values", "table", "explain", "show", "pragma"}
	return slices.Contains(questions, strings.ToLower(firstWord(text)))
}

// firstWord gives the word that a statement begins with, behind comments and brackets.
func firstWord(text string) string {
	for {
		text = strings.TrimLeft(text, " \t\r\n\f\v(")
		switch {
		case strings.HasPrefix(text, "--"):
			_, text, _ = strings.Cut(text, "\n")
		case strings.HasPrefix(text, "/*"):
			_, text, _ = strings.Cut(text[2:], "*/")
		default:
			end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
			if end < 0 {
				return text
			}
			return text[:end]
		}
	}
}
