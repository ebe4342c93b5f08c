package record

import (
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// ErrNoElement says that a path names an element which a list does not have.
var ErrNoElement = errors.New("there is no such element")

// Assign gives a record with the value at a path, as Set does, but never makes another kind of value
// of a list: a step into a list is the number of one of its elements, from 0 on, else the error is
// ErrNoElement. A number below nothing or null is an element of a list that is not there; with grow, it
// and the one after the last are made.
func Assign(r Record, p Path, v Value, grow bool) (Record, error) {
	if len(p) == 0 {
		return Set(r, p, v) // which says what is wrong
	}
	made, at, err := missing(r.raw, p, v, grow)
	if err != nil {
		return Record{}, err
	}
	return Set(r, p[:at], made)
}

// missing follows a path as far as there is something, and gives what is to be set there: the value
// itself, in the objects and lists that the rest of the path asks for.
func missing(holder Value, p Path, v Value, grow bool) (made Value, at int, err error) {
	for at := range p {
		number, isNumber := Position(p[at])
		kind := holder.Kind()
		if kind == jsontext.KindBeginArray {
			elements, _ := places(holder)
			inside := isNumber && (number < len(elements) || grow && number == len(elements))
			if !inside {
				return nil, 0, noElement(p[:at], p[at], len(elements))
			}
		}
		if isNothing := kind == jsontext.KindInvalid || kind == jsontext.KindNull; isNothing && at > 0 {
			made, err := nested(p, at, v, grow)
			return made, at, err
		}
		holder, _ = child(holder, p[at])
	}
	return v, len(p), nil
}

// nested makes the objects and lists around a value that the path from a step on asks for.
func nested(p Path, from int, v Value, grow bool) (Value, error) {
	for at := len(p) - 1; at >= from; at-- {
		number, isNumber := Position(p[at])
		switch {
		case isNumber && (!grow || number != 0):
			return nil, noElement(p[:at], p[at], 0)
		case isNumber:
			v = slices.Concat(Value("["), v, Value("]"))
		default:
			name, err := jsontext.AppendQuote(nil, p[at])
			if err != nil {
				return nil, fmt.Errorf("the name %q: %w", p[at], err)
			}
			v = slices.Concat(Value("{"), name, Value(":"), v, Value("}"))
		}
	}
	return v, nil
}

func noElement(list Path, step string, count int) error {
	return fmt.Errorf("%w: %s has %d, counted from 0, and none is %s", ErrNoElement, list, count, step)
}
