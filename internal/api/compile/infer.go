package compile

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Aimsio names fields by patterns. They stand in for what is not said about an entity that only an
// imported description knows. Each finder gives a field, "" where none fits, and from what it
// was inferred.

func guidField(fields []api.Field, parameter, resource string) (name, from string) {
	for i := range fields {
		if f := &fields[i]; parameter != "" && scalar(f) && strings.EqualFold(f.Name, parameter) {
			return f.Name, "the path parameter " + parameter
		}
	}
	candidates := slices.DeleteFunc(slices.Clone(fields), func(f api.Field) bool { return f.Type == api.Boolean || f.Type.Epoch() })
	for _, suffix := range []string{"guid", "uuid"} {
		if name := bySuffix(candidates, suffix); name != "" {
			return name, fmt.Sprintf("its name, which ends in %s", suffix)
		}
	}
	own := api.PlainName(resource) + "id"
	for i := range candidates {
		f := &candidates[i]
		if !scalar(f) || !endsIn(f.Name, "id") {
			continue
		}
		if word := api.PlainName(f.Name); word == "id" || word == own {
			return f.Name, "its name"
		}
	}
	for i := range candidates {
		f := &candidates[i]
		if !scalar(f) || !endsIn(f.Name, "id") {
			continue
		}
		if parts := words(f.Name); len(parts) > 0 && parts[len(parts)-1] == "id" {
			return f.Name, "its name, which ends in id"
		}
	}
	return "", ""
}

func statusField(fields []api.Field) (name, from string) {
	for _, suffix := range []string{"status", "statusuname", "statuscode"} {
		if name := bySuffix(fields, suffix); name != "" {
			return name, fmt.Sprintf("its name, which ends in %s", suffix)
		}
	}
	for i := range fields {
		f := &fields[i]
		if !endsIn(f.Name, "state") {
			continue
		}
		if parts := words(f.Name); f.Type == api.String && len(f.Enum) > 0 && len(parts) > 0 && parts[len(parts)-1] == "state" {
			return f.Name, "its name and its fixed values"
		}
	}
	return "", ""
}

func updatedAtField(fields []api.Field) (name, from string) {
	for _, suffix := range []string{"updatedat", "modifiedat", "changedat", "lastmodified", "lastupdated", "updatedon", "modifiedon", "updated", "modified"} {
		name := bySuffix(fields, suffix)
		if f, ok := api.Find(fields, name); ok && name != "" && f.Type != api.Boolean {
			return name, fmt.Sprintf("its name, which ends in %s", suffix)
		}
	}
	return "", ""
}

// keyField prefers a field that is named after the resource, of the kinds of names in their order.
func keyField(fields []api.Field, resource string) (name, from string) {
	own := api.Singular(api.PlainName(resource))
	for _, suffix := range []string{"number", "code", "externalid", "name"} {
		for i := range fields {
			f := &fields[i]
			if !scalar(f) || !endsIn(f.Name, suffix) {
				continue
			}
			if word := api.PlainName(f.Name); word == own+suffix || word == suffix {
				return f.Name, "its name, which says the resource's " + suffix
			}
		}
	}
	for _, suffix := range []string{"number", "code", "externalid", "name"} {
		if name := bySuffix(fields, suffix); name != "" {
			return name, "its name, which ends in " + suffix
		}
	}
	return "", ""
}

// bySuffix finds the first scalar field whose name ends in the first suffix that any name ends in.
func bySuffix(fields []api.Field, suffixes ...string) string {
	for _, suffix := range suffixes {
		for i := range fields {
			f := &fields[i]
			if scalar(f) && endsIn(f.Name, suffix) {
				return f.Name
			}
		}
	}
	return ""
}

func scalar(f *api.Field) bool { return f.Type != api.Object && f.Type != api.Array }

// defaultColumns picks up to six fields that a person would look for first.
func defaultColumns(e *api.Entity) []string {
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
		if scalar(&f) {
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

// statusInBody finds the status in the body of a call for it, where "state" may be free text.
func statusInBody(fields []api.Field) string {
	if name, _ := statusField(fields); name != "" {
		return name
	}
	return bySuffix(fields, "state")
}
