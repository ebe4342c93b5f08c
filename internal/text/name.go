package text

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
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

// NameRule says what IsName wants.
const NameRule = "at most 100 bytes that can be printed, without blanks around them and with letters and their accents in one"

// IsName tells whether a user may name by a text what is kept under it: one that looks alike must not be another one.
func IsName(s string) bool {
	const longest = 100
	unprintable := func(r rune) bool { return !unicode.IsPrint(r) }
	readable := utf8.ValidString(s) && !strings.ContainsFunc(s, unprintable)
	return s != "" && len(s) <= longest && readable && strings.TrimSpace(s) == s && norm.NFC.IsNormalString(s)
}
