package record

import (
	"github.com/go-json-experiment/json/jsontext"
)

// Find finds the value at a path as Get does, and goes through lists: a step that is no position leads
// into every element of a list. Then listed is true, and the value is a list of what the elements have
// there, null for one that has nothing, so that the lists of two paths keep step; lists in lists become
// one. Where no element has anything, nothing is found.
func (r Record) Find(p Path) (v Value, listed, found bool) {
	if len(p) == 0 {
		return nil, false, false
	}
	return find(r.raw, p)
}

func find(v Value, p Path) (found Value, listed, ok bool) {
	for i, step := range p {
		if _, numbered := Position(step); !numbered && v.Kind() == jsontext.KindBeginArray {
			return findInEach(v, p[i:])
		}
		inner, there := child(v, step)
		if !there {
			return nil, false, false
		}
		v = inner
	}
	return v, false, true
}

// findInEach makes the list of what the elements of a list have at a path.
func findInEach(list Value, p Path) (found Value, listed, ok bool) {
	out := Value{'['}
	add := func(v Value) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, v...)
	}
	for element := range Elements(list) {
		v, inner, there := find(element, p)
		ok = ok || there
		switch {
		case !there:
			add(Value("null"))
		case inner:
			for each := range Elements(v) {
				add(each)
			}
		default:
			add(v)
		}
	}
	return append(out, ']'), true, ok
}

// ThroughList gives the list that a path goes through in a record; found is false where it goes through
// none.
func (r Record) ThroughList(p Path) (list Path, found bool) {
	v := r.raw
	for i, step := range p {
		if _, numbered := Position(step); !numbered && v.Kind() == jsontext.KindBeginArray {
			return p[:i], true
		}
		inner, there := child(v, step)
		if !there {
			return nil, false
		}
		v = inner
	}
	return nil, false
}
