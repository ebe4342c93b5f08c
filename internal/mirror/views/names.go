package views

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// Unique gives a name that is not taken in any letter case, and takes it.
func Unique(name string, taken map[string]bool) string {
	made := name
	for n := 2; taken[strings.ToLower(made)]; n++ {
		ending := fmt.Sprintf("_%d", n)
		made = name[:min(len(name), sqltext.LongestName-len(ending))] + ending
	}
	taken[strings.ToLower(made)] = true
	return made
}

// bareName writes a path so that it needs no quotes in SQL: anything but letters, digits and the
// underscore becomes one.
func bareName(path string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, path)
	if name == "" || strings.HasPrefix(strings.ToLower(name), "sqlite_") { // which SQLite keeps to itself
		name = "_" + name
	}
	return name
}
