package record

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// Equal tells whether two values mean the same: numbers by value (1.0 is 1, without rounding),
// strings by their characters, objects whatever the order of their members, arrays element by
// element. Of members with one name the last counts.
func Equal(a, b Value) bool {
	if bytes.Equal(a, b) {
		return true
	}
	if a.Kind() != b.Kind() {
		return false
	}
	switch a.Kind() {
	case jsontext.KindNumber:
		return sameNumber(a, b)
	case jsontext.KindString:
		return bytes.Equal(AppendText(nil, a), AppendText(nil, b))
	case jsontext.KindBeginObject:
		return equalObjects(a, b)
	case jsontext.KindBeginArray:
		return equalArrays(a, b)
	default:
		return true // null, true and false have but one form
	}
}

func sameNumber(a, b Value) bool {
	left, ok := ParseDecimal(string(bytes.TrimSpace(a)))
	right, also := ParseDecimal(string(bytes.TrimSpace(b)))
	return ok && also && left == right
}

func equalObjects(a, b Value) bool {
	left, right := membersByName(a), membersByName(b)
	if len(left.names) != len(right.names) {
		return false
	}
	for name, value := range left.values {
		other, ok := right.values[name]
		if !ok || !Equal(value, other) {
			return false
		}
	}
	return true
}

func equalArrays(a, b Value) bool {
	left, right := scan(a), scan(b)
	for {
		x, more := left.element()
		y, also := right.element()
		if !more || !also {
			return more == also
		}
		if !Equal(x, y) {
			return false
		}
	}
}
