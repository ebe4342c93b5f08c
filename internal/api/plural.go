package api

import "strings"

// Singular takes the ending of a plural off a path, in lower case.
func Singular(path string) string {
	path = strings.ToLower(path)
	switch {
	case strings.HasSuffix(path, "people"):
		return strings.TrimSuffix(path, "people") + "person"
	case strings.HasSuffix(path, "ies"):
		return strings.TrimSuffix(path, "ies") + "y"
	case strings.HasSuffix(path, "ss"), strings.HasSuffix(path, "us"), strings.HasSuffix(path, "is"):
		return path
	case strings.HasSuffix(path, "sses"), strings.HasSuffix(path, "xes"), strings.HasSuffix(path, "ches"), strings.HasSuffix(path, "shes"),
		strings.HasSuffix(path, "tuses"):
		return strings.TrimSuffix(path, "es")
	default:
		return strings.TrimSuffix(path, "s")
	}
}
