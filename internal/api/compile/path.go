package compile

import (
	"net/url"
	"strings"
	"unicode"
)

// oddPath says why a path cannot be called as it stands, "" where it can: it would lead to another
// server, out of the folder that it names, or into a query.
func oddPath(path string) string {
	switch {
	case !strings.HasPrefix(path, "/"):
		return "its path does not begin with a slash"
	case strings.Contains(path, "//"):
		return "its path has an empty step"
	case strings.ContainsAny(path, `?#\`) || strings.ContainsFunc(path, unicode.IsSpace) || strings.ContainsFunc(path, unicode.IsControl):
		return "its path has a character that no path has"
	}
	for step := range strings.SplitSeq(path, "/") {
		plain, err := url.PathUnescape(step)
		if err != nil {
			return "its path has a percent sign that escapes nothing"
		}
		if plain == "." || plain == ".." || strings.ContainsAny(plain, `/\`) {
			return "its path has a step that leads elsewhere"
		}
	}
	return ""
}

func isParameter(step string) bool {
	return strings.HasPrefix(step, "{") && strings.HasSuffix(step, "}") && strings.Count(step, "{") == 1
}
