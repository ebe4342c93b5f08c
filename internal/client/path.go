package client

import (
	"errors"
	"net/url"
	"strings"
	"unicode"
)

// checkPath refuses what would lead out of the base's path, where a record's key that came from data
// might otherwise reach another operation, and what some server might take for the end of the path.
func checkPath(escaped string) error {
	path := escaped
	// A server, or a proxy before it, may decode more than once.
	for range mostDecoded {
		switch {
		case climbs(path):
			return errors.New("the path has . or .. as a part")
		case strings.ContainsFunc(path, unicode.IsControl):
			return errors.New("the path has a control character, as it is or escaped")
		}
		decoded := shortestForm(unescaped(path))
		if decoded == path {
			return nil
		}
		path = decoded
	}
	return errors.New("the path is escaped more often than any name needs")
}

// unescaped decodes a path once. One with a % that stands for itself is as it is.
func unescaped(path string) string {
	if decoded, err := url.PathUnescape(path); err == nil {
		return decoded
	}
	return path
}

// climbs finds the parts of a path that lead upwards.
func climbs(path string) bool {
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '/' || r == '\\' }) {
		if name, _, _ := strings.Cut(part, ";"); name == "." || name == ".." { // some servers leave out what follows a ;
			return true
		}
	}
	return false
}

// mostDecoded is how often a path or a query is decoded to look for what it hides.
const mostDecoded = 8

// shortestForm writes the dots, slashes and zeros that some servers accept in too many bytes as what they are.
func shortestForm(path string) string {
	return strings.NewReplacer("\xc0\xae", ".", "\xc0\xaf", "/", "\xc1\x9c", "\\", "\xc0\x80", "\x00").Replace(path)
}
