package text

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// PlainName writes a name so that every file system and database takes it: in lower case, with letters and
// digits of ASCII, the characters of more, and _ in the place of any other. Several names may become one:
// see Sum.
func PlainName(name, more string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune(more, r) {
			return r
		}
		return '_'
	}, strings.ToLower(name))
}

// Sum gives so many hexadecimal digits that tell a text from others, at most 64.
func Sum(s string, digits int) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])[:digits]
}
