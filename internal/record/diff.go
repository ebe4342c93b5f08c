package record

import (
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// Difference is a field that two records do not have alike.
type Difference struct {
	// Path is dotted, as ParsePath reads it.
	Path string
	// Old and New are the values, parts of the records' bytes; nil where a record has none. Null is
	// a value, and not the same as none.
	Old, New Value
}

// Diff gives the fields in which two records differ: first those of old, in its order, then those
// that only new has. Objects are compared field by field, arrays as a whole. The order of members
// does not count, nor does how a value is written: 1.0 is 1, and an escape is its character.
func Diff(old, new Record) iter.Seq[Difference] { //nolint:predeclared // the pair is best named so
	return func(yield func(Difference) bool) {
		diffObjects(nil, old.raw, new.raw, yield)
	}
}

func diffObjects(path []byte, before, after Value, yield func(Difference) bool) bool {
	was, is := membersByName(before), membersByName(after)
	for _, name := range was.names {
		if !diffValues(step(path, name), was.values[name], is.values[name], yield) {
			return false
		}
	}
	for _, name := range is.names {
		if _, both := was.values[name]; both {
			continue
		}
		if !diffValues(step(path, name), nil, is.values[name], yield) {
			return false
		}
	}
	return true
}

// diffValues goes into objects where the other side has an object or nothing at all, so that each
// difference is one field.
func diffValues(path []byte, before, after Value, yield func(Difference) bool) bool {
	switch {
	case isFilled(before) && (isFilled(after) || after == nil),
		isFilled(after) && before == nil:
		return diffObjects(path, before, after, yield)
	case before != nil && after != nil && Equal(before, after):
		return true
	}
	return yield(Difference{Path: string(path), Old: before, New: after})
}

// isFilled tells whether a value is an object with members.
func isFilled(v Value) bool {
	return v.Kind() == jsontext.KindBeginObject && !isEmpty(v)
}

func step(path []byte, name string) []byte {
	next := make([]byte, 0, len(path)+1+len(name))
	next = append(next, path...)
	if path != nil {
		next = append(next, '.')
	}
	return appendStep(next, []byte(name))
}
