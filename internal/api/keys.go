package api

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// KeyOf gives the field and the value by which a record, a JSON object, is known: its business key,
// else its GUID. Numbers are given digit for digit. ok is false where it has neither, or where they
// are null or blank.
func KeyOf(e *Entity, raw []byte) (field, value string, ok bool) {
	names := append(append(make([]string, 0, len(e.Key)+1), e.Key...), e.GUID)
	best := len(names)
	for name, v := range record.Members(raw) {
		for rank := range names[:best] {
			text, isKey := keyText(v)
			if names[rank] == name && isKey {
				best, value = rank, text
				break
			}
		}
		if best == 0 {
			break
		}
	}
	if best == len(names) {
		return "", "", false
	}
	return names[best], value, true
}

// HasAny tells whether a record has a value in one of the fields.
func HasAny(names []string, raw []byte) bool {
	_, _, ok := KeyOf(&Entity{Key: names}, raw)
	return ok
}

func keyText(v jsontext.Value) (string, bool) {
	if kind := v.Kind(); kind != jsontext.KindString && kind != jsontext.KindNumber {
		return "", false
	}
	text := record.Text(v)
	return text, strings.TrimSpace(text) != ""
}

// FrontFields are those that stand in front of the rows of a list: by the first a person knows the record, by all
// of them a sheet can be taken back.
func FrontFields(e *Entity) []string {
	front := slices.Concat(e.Key, []string{e.GUID, e.UpdatedAt})
	return slices.DeleteFunc(front, func(name string) bool { return name == "" })
}
