// Package record holds records as the server sent them: raw JSON whose field order, digits and
// unknown fields survive. It reads values by path and compares, and turns nothing into a float.
// It knows no entity, no HTTP and no output format.
package record

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Value is one JSON value as it stands in a record's bytes.
type Value = jsontext.Value

// Lenient are the decoder options for bytes from a server: what is odd but readable is data.
// Of two members with one name both are kept, and invalid UTF-8 goes through unchanged.
func Lenient() jsontext.Options {
	return json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// Record is one JSON object, byte for byte as it was read.
type Record struct {
	raw Value
}

// New makes a record of a complete, valid JSON value that the record then owns. It fails if the
// value is not an object.
func New(raw Value) (Record, error) {
	if raw.Kind() != jsontext.KindBeginObject {
		return Record{}, fmt.Errorf("a JSON object was expected, not %s", Describe(raw))
	}
	return Record{raw: raw}, nil
}

// Raw gives the record's bytes. They must not be changed.
func (r Record) Raw() Value { return r.raw }

// Clone gives a copy that owns its bytes, for keeping a record of Array beyond its step.
func (r Record) Clone() Record { return Record{raw: r.raw.Clone()} }

// Describe names what a JSON value is, for error messages: "a number", "an array".
func Describe(raw Value) string {
	switch raw.Kind() {
	case jsontext.KindNull:
		return "null"
	case jsontext.KindTrue, jsontext.KindFalse:
		return "a boolean"
	case jsontext.KindString:
		return "a text"
	case jsontext.KindNumber:
		return "a number"
	case jsontext.KindBeginObject:
		return "an object"
	case jsontext.KindBeginArray:
		return "an array"
	default:
		return "nothing"
	}
}
