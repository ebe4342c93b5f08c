package client

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Writes tells whether the call may change something on the server: by its method, or because a server
// may take it for another one than its method says. A read has no body, and names no other method.
func (r Request) Writes() bool {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions:
		return true
	case len(r.Body) > 0, overridesMethod(r.Query):
		return true
	}
	for name := range r.Header {
		if isOverride(name) {
			return true
		}
	}
	_, query, _ := strings.Cut(r.Path, "?")
	values, err := url.ParseQuery(query)
	return err != nil && strings.Contains(strings.ToLower(query), "method") || overridesMethod(values)
}

// isOverride tells the headers by which frameworks let a call be another one than it is.
func isOverride(name string) bool {
	name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
	return strings.Contains(name, "method") && (strings.Contains(name, "override") || strings.HasPrefix(name, "x-") || name == "method" || name == "-method") ||
		name == "x-original-url" || name == "x-rewrite-url"
}

func overridesMethod(query url.Values) bool {
	for name := range query {
		switch strings.ToLower(name) {
		case "_method", "$method", "x-http-method-override", "x-http-method", "x-method-override", "http_method", "httpmethod", "methodoverride":
			return true
		}
	}
	return false
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
