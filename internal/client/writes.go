package client

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Writes tells whether the call may change something on the server: by its method, or because a server
// may take it for another one than its method says. A read has no body, and names no other method.
func (r Request) Writes() bool {
	if !isSafe(r.Method) || len(r.Body) > 0 || overriddenBy(r.Query) {
		return true
	}
	for name, values := range r.Header {
		if leadsElsewhere(name) || slices.ContainsFunc(values, func(value string) bool { return overrides(name, value) }) {
			return true
		}
	}
	path, query, _ := strings.Cut(r.Path, "?")
	return overriddenIn(query) || overriddenInPath(path)
}

// ownHeaders are those that HTTP itself lives by, and Go sets or refuses.
func ownHeaders() []string {
	return []string{
		"Host", "Content-Length", "Transfer-Encoding", "Trailer", "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "Te", "Upgrade",
	}
}

// CheckHeader says why a header cannot be sent, nil if it can.
func CheckHeader(name, value string) error {
	switch {
	case name == "" || strings.ContainsFunc(name, func(r rune) bool { return !isToken(r) }):
		return fmt.Errorf("%q is no name of a header: it is made of letters, digits and hyphens", name)
	case slices.Contains(ownHeaders(), http.CanonicalHeaderKey(name)):
		return fmt.Errorf("the header %s is set by the program itself", name)
	case strings.ContainsFunc(value, func(r rune) bool { return r != '\t' && r < ' ' || r == 0x7f }):
		return fmt.Errorf("the value of the header %s has control characters, which cannot be sent", name)
	}
	return nil
}

// isToken tells the characters that RFC 9110 allows in the name of a header.
func isToken(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("!#$%&'*+-.^_`|~", r) && r != 0
}
