package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NameRule says what IsName wants.
const NameRule = "at most 100 bytes that can be printed, without blanks around them and with letters and their accents in one"

// IsName tells whether a user may name by a text what is kept under it: one that looks alike must not be another one.
func IsName(s string) bool {
	const longest = 100
	unprintable := func(r rune) bool { return !unicode.IsPrint(r) }
	readable := utf8.ValidString(s) && !strings.ContainsFunc(s, unprintable)
	return s != "" && len(s) <= longest && readable && strings.TrimSpace(s) == s && norm.NFC.IsNormalString(s)
}
