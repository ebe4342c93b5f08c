package client

import (
	"encoding/base64"
	"slices"
	"strings"
)

// needles are texts of which one stands in every text that holds a secret in a form without escapes. To look
// for them costs next to nothing, and a pattern takes seconds over a file in base64. None means that nothing
// can be told.
type needles []string

// needlesOf gives the needles of a password with its user name.
func needlesOf(username, password string) needles {
	found := append(inBase64Plain(username+":"+password), inBase64Plain(password)...)
	found = append(found, longestPlain(password))
	for _, needle := range found {
		if len(needle) < minSecret {
			return nil // it stands everywhere, and so tells nothing
		}
	}
	return found
}

// inBase64Plain gives what is the same in both alphabets, for each of the texts of inBase64.
func inBase64Plain(secret string) []string {
	var plain []string
	for shift := range 3 {
		text := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", shift) + secret))
		first, last := (shift*8+5)/6, (shift+len(secret))*8/6
		if last-first >= minSecret {
			plain = append(plain, longestPlain(text[first:last]))
		}
	}
	return plain
}

// longestPlain gives the longest part of a text in letters and digits of ASCII.
func longestPlain(text string) string {
	longest := ""
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return !isAlphanumeric(r) }) {
		if len(part) > len(longest) {
			longest = part
		}
	}
	return longest
}

func isAlphanumeric(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// and gives the needles of this secret and of others.
func (n needles) and(others needles) needles {
	if len(n) == 0 || len(others) == 0 {
		return nil
	}
	return slices.Concat(n, others)
}

// ruleOut tells that a text holds none of the secrets: it has no escapes and no needle.
func (n needles) ruleOut(text string) bool {
	if len(n) == 0 || strings.ContainsAny(text, `%&\`) {
		return false
	}
	for _, needle := range n {
		if strings.Contains(text, needle) {
			return false
		}
	}
	return true
}
