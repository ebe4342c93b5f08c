package api

import "strings"

// Singular takes the ending of a plural off a path, in lower case.
func Singular(path string) string {
	path = strings.ToLower(path)
	switch {
	case strings.HasSuffix(path, "ies"):
		return strings.TrimSuffix(path, "ies") + "y"
	case strings.HasSuffix(path, "ss"):
		return path
	default:
		return strings.TrimSuffix(path, "s")
	}
}
