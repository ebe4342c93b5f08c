package client

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// overrides tells whether a parameter or header has a server take a call for one that writes. Some names
// are there for nothing else. Others, such as "method" or "action", do so only where the value is the name
// of a method that writes: "paymentMethod=cash" asks for something.
func overrides(name, value string) bool {
	value = strings.ToUpper(letters(value))
	switch plain := letters(name); {
	case namesMethod(plain) && (isMarked(name) || strings.Contains(plain, "override") || strings.Contains(plain, "http")):
		return !isSafe(value)
	case namesMethod(plain), slices.Contains([]string{"action", "operation", "op", "do", "cmd", "command"}, plain):
		return isWriting(value)
	default:
		return false
	}
}

// leadsElsewhere tells the headers by which a call reaches another path than its own.
func leadsElsewhere(header string) bool {
	return slices.Contains([]string{"xoriginalurl", "xrewriteurl"}, letters(header))
}

func namesMethod(plain string) bool {
	return strings.Contains(plain, "method") || strings.Contains(plain, "verb")
}

// isMarked tells a name that frameworks keep for themselves: "_method", "$method", "X-Method".
func isMarked(name string) bool {
	plain := letters(name)
	return strings.IndexAny(name, "_$@.-") == 0 || strings.HasPrefix(plain, "xmethod") || strings.HasPrefix(plain, "xverb")
}

// letters is what is left of a name or a word by which no server tells it from another.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

func isSafe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// isWriting tells the names of methods that write, those of WebDAV and caches too.
func isWriting(method string) bool {
	return slices.Contains([]string{
		http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, "MERGE", "COPY", "MOVE", "PURGE", "LINK", "UNLINK", "LOCK", "UNLOCK",
		"MKCOL", "PROPPATCH",
	}, method)
}

func overriddenBy(query url.Values) bool {
	for name, values := range query {
		if slices.ContainsFunc(values, func(value string) bool { return overrides(name, value) }) {
			return true
		}
	}
	return false
}

// overriddenIn looks at a query as it stands in a URL. What cannot be read is taken for a write if it
// speaks of methods. A server, or a proxy before it, may decode more than once.
func overriddenIn(query string) bool {
	values, err := parameters(query)
	if overriddenBy(values) || err != nil && namesMethod(letters(query)) {
		return true
	}
	for range mostDecoded {
		decoded, err := url.QueryUnescape(query)
		if err != nil || decoded == query {
			return false
		}
		query = decoded
		if values, _ := parameters(query); overriddenBy(values) {
			return true
		}
	}
	return true // nothing honest is encoded so often
}

func parameters(query string) (url.Values, error) {
	return url.ParseQuery(strings.ReplaceAll(query, ";", "&")) // which some servers separate them by
}

// overriddenInPath looks at the parameters that a part of a path may have ("/x;_method=delete").
func overriddenInPath(path string) bool {
	for part := range strings.SplitSeq(path, "/") {
		if _, matrix, found := strings.Cut(part, ";"); found && overriddenIn(matrix) {
			return true
		}
	}
	return false
}
