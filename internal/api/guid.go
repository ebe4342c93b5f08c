package api

import "strings"

// guidForm is the form of a GUID.
const guidForm = "01234567-89ab-cdef-0123-456789abcdef"

// IsGUID tells the form 01234567-89ab-cdef-0123-456789abcdef.
func IsGUID(text string) bool {
	if len(text) != len(guidForm) {
		return false
	}
	for i, r := range text {
		switch {
		case guidForm[i] == '-':
			if r != '-' {
				return false
			}
		case !strings.ContainsRune("0123456789abcdefABCDEF", r):
			return false
		}
	}
	return true
}

// SameID compares identifiers as texts. Only GUIDs may differ in letter case, which does not tell them
// apart (RFC 9562).
func SameID(a, b string) bool { return a == b || PlainID(a) == PlainID(b) }

// PlainID gives an identifier as a map holds it: a GUID in small letters, so that SameID and == agree, any other as it is.
func PlainID(id string) string {
	if IsGUID(id) {
		return strings.ToLower(id)
	}
	return id
}
