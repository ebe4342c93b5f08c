package record

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// Set gives a record with the value at a path: in place of what is there, or appended. Objects
// that the path asks for are made; null counts as none. A number leads to an element of an array,
// the number after the last to a new one. All other bytes stay as they are. It fails for an empty
// path, for a value that is not JSON, and where something other than an object is in the way. Of
// members that share a name each is changed, so that it does not matter which one a reader takes.
func Set(r Record, p Path, v Value) (Record, error) {
	if len(p) == 0 {
		return Record{}, errors.New("setting a field: the path is empty")
	}
	if !v.IsValid(Lenient()) {
		return Record{}, fmt.Errorf("setting %s: the value is not valid JSON", p)
	}
	raw, err := setIn(r.raw, p, v)
	if err != nil {
		return Record{}, fmt.Errorf("setting %s: %w", p, err)
	}
	return Record{raw: raw}, nil
}

func setIn(holder Value, p Path, v Value) (Value, error) {
	switch holder.Kind() {
	case jsontext.KindBeginObject:
		return setMember(holder, p, v)
	case jsontext.KindBeginArray:
		return setElement(holder, p, v)
	case jsontext.KindNull, jsontext.KindInvalid:
		return setMember(Value("{}"), p, v)
	default:
		return nil, fmt.Errorf("%s has no field %s", Describe(holder), p[0])
	}
}

func setMember(object Value, p Path, v Value) (Value, error) {
	quoted, err := jsontext.AppendQuote(nil, p[0])
	if err != nil {
		return nil, fmt.Errorf("the name %q: %w", p[0], err)
	}
	found := false
	decide := func(name, old Value) (edit, error) {
		if nameOf(name) != p[0] {
			return edit{}, nil
		}
		found = true
		value, err := below(old, p, v)
		return edit{value: value}, err
	}
	changed, err := editMembers(object, decide, nil)
	if err != nil || found {
		return changed, err
	}
	value, err := below(nil, p, v)
	if err != nil {
		return nil, err
	}
	return editMembers(object, keepAll, []member{{quoted, value}})
}

// below gives what the first step of a path leads to once the value is set.
func below(old Value, p Path, v Value) (Value, error) {
	if len(p) == 1 {
		return v, nil
	}
	return setIn(old, p[1:], v)
}

func keepAll(_, _ Value) (edit, error) { return edit{}, nil }
