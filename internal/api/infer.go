package api

import (
	"slices"
	"strings"
	"unicode"
)

// Aimsio names fields by patterns. They stand in for what is not said about an entity that only an
// imported description knows.

func guidField(fields []Field) string      { return bySuffix(fields, "guid", "uuid", "id") }
func statusField(fields []Field) string    { return bySuffix(fields, "status", "statusuname") }
func updatedAtField(fields []Field) string { return bySuffix(fields, "updatedat") }
func keyField(fields []Field) string {
	return bySuffix(fields, "number", "code", "externalid", "name")
}

// bySuffix finds the first scalar field whose name ends in the first suffix that any name ends in.
func bySuffix(fields []Field, suffixes ...string) string {
	for _, suffix := range suffixes {
		for _, f := range fields {
			if f.scalar() && strings.HasSuffix(strings.ToLower(f.Name), suffix) {
				return f.Name
			}
		}
	}
	return ""
}

func (f *Field) scalar() bool { return f.Type != Object && f.Type != Array }

// defaultColumns picks up to six fields that a person would look for first.
func defaultColumns(e *Entity) []string {
	const most = 6
	var out []string
	add := func(name string) {
		if name == "" || len(out) == most {
			return
		}
		if slices.Contains(out, name) {
			return
		}
		out = append(out, name)
	}
	for _, key := range e.Key {
		add(key)
	}
	add(bySuffix(e.Fields, "name"))
	add(e.Status)
	add(e.UpdatedAt)
	add(e.GUID)
	for _, f := range e.Fields {
		if f.scalar() {
			add(f.Name)
		}
	}
	return out
}

// words splits a name such as JobWBSSchedule into its words in lower case: job wbs schedule.
func words(name string) []string {
	var out []string
	runes := []rune(name)
	start := 0
	for i, r := range runes {
		if i == start {
			continue
		}
		before := runes[i-1]
		newWord := unicode.IsUpper(r) && (!unicode.IsUpper(before) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if newWord || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			out = appendWord(out, runes[start:i])
			start = i
		}
	}
	return appendWord(out, runes[start:])
}

func appendWord(out []string, runes []rune) []string {
	word := strings.TrimFunc(string(runes), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if word == "" {
		return out
	}
	return append(out, strings.ToLower(word))
}

func plural(word string) string {
	switch {
	case strings.HasSuffix(word, "y") && len(word) > 1 && !strings.ContainsRune("aeiou", rune(word[len(word)-2])):
		return word[:len(word)-1] + "ies"
	case strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "x"), strings.HasSuffix(word, "ch"), strings.HasSuffix(word, "sh"):
		return word + "es"
	case strings.HasSuffix(word, "s"):
		return word
	default:
		return word + "s"
	}
}
