package record

import (
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// Fields gives the record's own members in the order of its bytes, repeated names included.
func (r Record) Fields() iter.Seq2[string, Value] { return Members(r.raw) }

// Members gives the members of an object in order, and nothing for any other value.
func Members(v Value) iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for name, value := range RawMembers(v) {
			if !yield(Text(name), value) {
				return
			}
		}
	}
}

// RawMembers gives the members of an object with their names as they stand in the bytes, in
// quotes and with their escapes, and nothing for any other value.
func RawMembers(v Value) iter.Seq2[Value, Value] {
	return func(yield func(Value, Value) bool) {
		if v.Kind() != jsontext.KindBeginObject {
			return
		}
		s := scan(v)
		for name, value, more := s.member(); more; name, value, more = s.member() {
			if !yield(name, value) {
				return
			}
		}
	}
}

// Elements gives the elements of an array in order, and nothing for any other value.
func Elements(v Value) iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.Kind() != jsontext.KindBeginArray {
			return
		}
		s := scan(v)
		for value, more := s.element(); more; value, more = s.element() {
			if !yield(value) {
				return
			}
		}
	}
}

// Leaves gives the dotted paths of all values that are not objects, in the order of the bytes.
// Arrays and empty objects are leaves.
func (r Record) Leaves() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		r.EachLeaf(func(path []byte, v Value) bool { return yield(string(path), v) })
	}
}

// EachLeaf does what Leaves does without making a string of each path: path is valid only
// during the call of yield, which returns false to stop.
func (r Record) EachLeaf(yield func(path []byte, v Value) bool) {
	var room [128]byte
	eachLeaf(r.raw, room[:0], yield)
}

func eachLeaf(v Value, path []byte, yield func([]byte, Value) bool) bool {
	s := scan(v)
	for name, value, more := s.member(); more; name, value, more = s.member() {
		at := appendName(path, name)
		if Value(value).Kind() == jsontext.KindBeginObject && !isEmpty(value) {
			if !eachLeaf(value, append(at, '.'), yield) {
				return false
			}
			continue
		}
		if !yield(at, value) {
			return false
		}
	}
	return true
}

// appendName appends a name in quotes as a step of a path.
func appendName(path, quoted []byte) []byte {
	if inner, plain := plainName(quoted); plain {
		return appendStep(path, inner)
	}
	return appendStep(path, AppendText(nil, quoted))
}

func isEmpty(object Value) bool {
	s := scan(object)
	_, _, more := s.member()
	return !more
}
