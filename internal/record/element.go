package record

import (
	"fmt"
	"strconv"
)

// place is where an element of an array stands in its bytes.
type place struct{ start, end int }

// places finds the elements of an array, and where its closing bracket stands.
func places(array Value) (elements []place, closing int) {
	s := scan(array)
	for value, more := s.element(); more; value, more = s.element() {
		elements = append(elements, place{s.i - len(value), s.i})
	}
	closing = min(s.next(), len(array))
	return elements, closing
}

func setElement(array Value, p Path, v Value) (Value, error) {
	elements, closing := places(array)
	at, ok := Position(p[0])
	if !ok || at > len(elements) {
		return nil, fmt.Errorf("a list of %d has no element %s; they count from 0 on", len(elements), p[0])
	}
	if at < len(elements) {
		value, err := below(array[elements[at].start:elements[at].end], p, v)
		if err != nil {
			return nil, err
		}
		return splice(array, elements[at], value), nil
	}
	value, err := below(nil, p, v)
	if err != nil {
		return nil, err
	}
	end := closing
	if at > 0 {
		end = elements[at-1].end
		value = append(Value{','}, value...)
	}
	return splice(array, place{end, end}, value), nil
}

// Position reads a step of a path as the number of an element, from 0 on.
func Position(step string) (int, bool) {
	n, err := strconv.ParseUint(step, 10, 31)
	return int(n), err == nil
}

// splice gives a copy in which other bytes stand at a place.
func splice(v Value, at place, with []byte) Value {
	out := make(Value, 0, len(v)-(at.end-at.start)+len(with))
	return append(append(append(out, v[:at.start]...), with...), v[at.end:]...)
}
