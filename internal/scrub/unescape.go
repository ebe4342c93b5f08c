package scrub

import (
	"regexp"
	"strconv"
	"strings"
)

// mostEscaped is how often a name is unescaped to see whether it is that of a secret.
const mostEscaped = 8

// unescaped gives a text with its letters as they are that a URL (%74) or JSON (\u0074) escapes, also more
// than once. What is no escape stays.
func unescaped(s string) string {
	escape := regexp.MustCompile(`(?:%|\\+u00)[0-9a-fA-F]{2}`)
	for range mostEscaped {
		plain := escape.ReplaceAllStringFunc(s, func(found string) string {
			code, err := strconv.ParseUint(found[len(found)-2:], 16, 8)
			if err != nil || code >= 0x80 { // names of secrets are in ASCII
				return found
			}
			return string(rune(code))
		})
		if plain == s || !strings.ContainsAny(plain, `%\`) {
			return plain
		}
		s = plain
	}
	return s
}
