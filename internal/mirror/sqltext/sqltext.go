// Package sqltext writes and reads the text of SQL: names and constants in quotes, arguments, the tables
// of a statement, and where one statement ends and the next begins. It knows no database and no table.
package sqltext

import (
	"cmp"
	"fmt"
	"strings"
)

// Name writes the name of a table or column, whatever stands in it.
func Name(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Constant writes a text as a constant.
func Constant(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// Arguments are the question marks of a list of so many values.
func Arguments(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// Numbered gives $1, $2 … for the question marks of a statement, but those in texts and names.
func Numbered(query string) string {
	var b strings.Builder
	n, quote := 0, rune(0)
	for _, c := range query {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case quote == 0 && c == '?':
			n++
			fmt.Fprintf(&b, "$%d", n)
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}

// Qualified writes the tables of a statement with their schema, as table names them; it gives an
// empty text for a word that is no table. Columns, and what stands in quotes, stay as they are.
func Qualified(query string, table func(word string) string) string {
	var b strings.Builder
	quote := byte(0)
	for i := 0; i < len(query); {
		c := query[i]
		switch {
		case quote != 0 || c == '\'' || c == '"':
			if quote == 0 {
				quote = c
			} else if c == quote {
				quote = 0
			}
			fallthrough
		case !isWordByte(c):
			b.WriteByte(c)
			i++
		default:
			end := i
			for end < len(query) && isWordByte(query[end]) {
				end++
			}
			word, part := query[i:end], i > 0 && query[i-1] == '.' || end < len(query) && query[end] == '.'
			if !part {
				word = cmp.Or(table(word), word)
			}
			b.WriteString(word)
			i = end
		}
	}
	return b.String()
}

func isWordByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
