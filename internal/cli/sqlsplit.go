package cli

import (
	"strings"
	"unicode"
)

// splitSQL cuts a text into queries at the semicolons that stand neither in quotes nor in a comment.
// What is left of a query that is empty, or a comment alone, is left out.
func splitSQL(text string) []string {
	var queries []string
	start, filled := 0, false
	take := func(end int) {
		if query := strings.TrimFunc(text[start:end], blank); filled && query != "" {
			queries = append(queries, query)
		}
		start, filled = end+1, false
	}
	for i := 0; i < len(text); {
		switch {
		case text[i] == ';':
			take(i)
			i++
		case text[i] == '\'' || text[i] == '"':
			filled = true
			i = pastQuote(text, i)
		case strings.HasPrefix(text[i:], "--"):
			i = past(text, i, "\n")
		case strings.HasPrefix(text[i:], "/*"):
			i = past(text, i+2, "*/")
		default:
			filled = filled || text[i] > ' '
			i++
		}
	}
	take(len(text))
	return queries
}

// blank tells what no query consists of.
func blank(r rune) bool { return r <= ' ' || unicode.IsSpace(r) }

// pastQuote gives the place behind the quoted text that begins at i. A quote that is doubled begins
// another quoted text, which comes to the same.
func pastQuote(text string, i int) int {
	return past(text, i+1, text[i:i+1])
}

// past gives the place behind the next end, or behind everything.
func past(text string, from int, end string) int {
	at := strings.Index(text[min(from, len(text)):], end)
	if at < 0 {
		return len(text)
	}
	return from + at + len(end)
}
