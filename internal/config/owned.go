package config

import (
	"path/filepath"

	"github.com/aimsio-cli/aimsio/internal/files"
)

// ownNames are the files that the program keeps in the state folder. Others may lie beside them.
func ownNames() []string {
	return []string{
		"credentials.yaml*", ".credentials.yaml.*", "writes*", "demo.ndjson*", "sql_history",
		filepath.Join("mirrors", "*"), filepath.Join("ledgers", "*"), filepath.Join("spec", "*", "*"), filepath.Join("pace", "*", "*"),
	}
}

// Owns tells whether a path leads to a file that the program keeps itself: the configuration, or one of
// those in the state folder, there already or not, over links too. What a user has written must not take
// its place.
func (c *Config) Owns(path string) bool {
	if own, err := c.File(); err == nil && (files.Same(path, own) || files.Same(path, own+".lock")) {
		return true
	}
	folder, err := c.StateDir()
	if err != nil {
		return false
	}
	for _, name := range ownNames() {
		there, _ := filepath.Glob(filepath.Join(escaped(folder), name)) // the patterns are sound
		for _, own := range there {
			if files.Same(path, own) {
				return true
			}
		}
	}
	return namedAsOwn(folder, path)
}

// namedAsOwn tells whether a path would make a file of one of those names.
func namedAsOwn(folder, path string) bool {
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return false // nothing can be in it
	}
	if path, err = files.Follow(path); err != nil {
		return false
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return false
	}
	if parent, err = filepath.Abs(parent); err != nil {
		return false
	}
	inside, err := filepath.Rel(folder, filepath.Join(parent, filepath.Base(path)))
	if err != nil {
		return false
	}
	for _, name := range ownNames() {
		if match, _ := filepath.Match(name, inside); match {
			return true
		}
	}
	return false
}

// escaped gives a path as a pattern that matches it alone.
func escaped(path string) string {
	var pattern []rune
	for _, r := range path {
		if r == '*' || r == '?' || r == '[' {
			pattern = append(pattern, '[', r, ']')
			continue
		}
		pattern = append(pattern, r)
	}
	return string(pattern)
}
