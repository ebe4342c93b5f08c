package api

import (
	"bytes"
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// KeyOf gives the field and the value by which a record, a JSON object, is known: its business key,
// else its GUID. Numbers are given digit for digit. ok is false where it has neither, or where they
// are null or blank.
func KeyOf(e *Entity, raw []byte) (field, value string, ok bool) {
	names := append(append(make([]string, 0, len(e.Key)+1), e.Key...), e.GUID)
	best := len(names)
	for name, v := range members(raw) {
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

// hasAny tells whether a record has a value in one of the fields.
func hasAny(names []string, raw []byte) bool {
	_, _, ok := KeyOf(&Entity{Key: names}, raw)
	return ok
}

func keyText(v jsontext.Value) (string, bool) {
	if kind := v.Kind(); kind != jsontext.KindString && kind != jsontext.KindNumber {
		return "", false
	}
	text := plainText(v)
	return text, strings.TrimSpace(text) != ""
}

// members gives the members of a JSON object in order, up to where it is not valid.
func members(raw []byte) iter.Seq2[string, jsontext.Value] {
	return func(yield func(string, jsontext.Value) bool) {
		d := decode(raw)
		if d.PeekKind() != jsontext.KindBeginObject {
			return
		}
		for _, err := d.ReadToken(); err == nil && d.PeekKind() == jsontext.KindString; {
			var name jsontext.Token
			if name, err = d.ReadToken(); err != nil {
				return
			}
			text := name.String()
			var v jsontext.Value
			if v, err = d.ReadValue(); err != nil || !yield(text, v) {
				return
			}
		}
	}
}

// decode reads bytes as leniently as records are kept.
func decode(raw []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}
