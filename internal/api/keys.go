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
	for name, v := range Members(raw) {
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
	text := PlainText(v)
	return text, strings.TrimSpace(text) != ""
}

// Members gives the members of a JSON object in order, up to where it is not valid.
func Members(raw []byte) iter.Seq2[string, jsontext.Value] {
	return func(yield func(string, jsontext.Value) bool) {
		d := Decode(raw)
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

// Decode reads bytes as leniently as records are kept.
func Decode(raw []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// PlainText gives a string without quotes and escapes, null as nothing, other values as they are.
func PlainText(v jsontext.Value) string {
	switch v.Kind() {
	case jsontext.KindString:
		// The error tells of invalid UTF-8, which has been replaced by then.
		text, _ := jsontext.AppendUnquote(nil, v)
		return string(text)
	case jsontext.KindNull:
		return ""
	default:
		return string(v)
	}
}
