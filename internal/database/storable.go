package database

import "strings"

// Storable makes of a text one that every database takes: PostgreSQL refuses the character U+0000 and
// bytes that are not UTF-8.
func Storable(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\uFFFD"), "\uFFFD")
}
