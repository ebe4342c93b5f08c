package record

import "github.com/go-json-experiment/json/jsontext"

// Scalar gives a text or a number as text, and "" for all else, such as null, false or a list.
func Scalar(v Value) string {
	if kind := v.Kind(); kind != jsontext.KindString && kind != jsontext.KindNumber {
		return ""
	}
	return Text(v)
}

// FirstScalar gives the first of some members that is a text or a number and not empty, "" for none. An empty
// name is that of no member.
func FirstScalar(r Record, names ...string) string {
	for _, name := range names {
		value, ok := r.Get(Path{name})
		if !ok || name == "" {
			continue
		}
		if text := Scalar(value); text != "" {
			return text
		}
	}
	return ""
}
