package tree

import (
	"net/url"
	"slices"
	"strings"
)

func unescaped(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// Kind is what a value is.
type Kind byte

// The kinds of values that a description file is made of.
const (
	Null Kind = iota
	Object
	Array
	Text
	Number
	Boolean
)

// Value is a part of a description file, in JSON or YAML, with the line where it stands. A nil
// value is one that is not there: asked for its parts, it has none.
type Value struct {
	Kind Kind
	// Text is a scalar as it was written, a text without its quotes.
	Text string
	Line int
	// Names are the members of an object, and Items their values, or the elements of an array.
	Names []string
	Items []*Value
	// places finds the members of a large object.
	places map[string]int
}

// manyMembers is how many members an object needs to be worth a table.
const manyMembers = 12

// Get gives a member of an object, nil where there is none. Of two with one name the last counts.
func (v *Value) Get(name string) *Value {
	if v == nil || v.Kind != Object {
		return nil
	}
	if len(v.Names) > manyMembers {
		if v.places == nil {
			v.places = make(map[string]int, len(v.Names))
			for i, each := range v.Names {
				v.places[each] = i
			}
		}
		if i, has := v.places[name]; has {
			return v.Items[i]
		}
		return nil
	}
	for i, each := range slices.Backward(v.Names) {
		if each == name {
			return v.Items[i]
		}
	}
	return nil
}

// Str gives the text of a scalar member, "" where there is none.
func (v *Value) Str(name string) string {
	if member := v.Get(name); member != nil && member.Scalar() {
		return member.Text
	}
	return ""
}

// Is tells whether a member is the boolean true.
func (v *Value) Is(name string) bool {
	member := v.Get(name)
	return member != nil && member.Kind == Boolean && member.Text == "true"
}

// Scalar tells whether a value is a text, a number or a boolean.
func (v *Value) Scalar() bool {
	return v.Kind == Text || v.Kind == Number || v.Kind == Boolean
}

// TakeLines takes over the lines of a tree that this one was made of. What is new stands at the line of what
// holds it.
func (v *Value) TakeLines(given *Value, done map[*Value]bool) {
	if v == nil || given == nil || done[v] {
		return
	}
	done[v] = true // what several aliases stand for is there once
	v.Line = given.Line
	for i, item := range v.Items {
		from := given.Get(v.nameAt(i))
		if v.Kind == Array && given.Kind == Array && len(v.Items) >= len(given.Items) && i < len(given.Items) {
			from = given.Items[i]
		}
		if from == nil {
			from = &Value{Line: given.Line}
		}
		item.TakeLines(from, done)
	}
}

// nameAt is the name of a member of an object, "" of an element.
func (v *Value) nameAt(i int) string {
	if i < len(v.Names) {
		return v.Names[i]
	}
	return ""
}

// Elements gives the elements of an array, none of anything else.
func (v *Value) Elements() []*Value {
	if v == nil || v.Kind != Array {
		return nil
	}
	return v.Items
}

// Pointer follows a JSON pointer such as /components/schemas/Job from here; nil where it leads
// nowhere.
func (v *Value) Pointer(path string) *Value {
	if path == "" || path == "/" {
		return v
	}
	at := v
	for step := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		step = strings.ReplaceAll(strings.ReplaceAll(unescaped(step), "~1", "/"), "~0", "~")
		switch {
		case at == nil:
			return nil
		case at.Kind == Array:
			at = at.element(step)
		default:
			at = at.Get(step)
		}
	}
	return at
}

func (v *Value) element(number string) *Value {
	i := 0
	for _, digit := range number {
		if digit < '0' || digit > '9' || i > len(v.Items) {
			return nil
		}
		i = 10*i + int(digit-'0')
	}
	if number == "" || i >= len(v.Items) {
		return nil
	}
	return v.Items[i]
}

// What names a kind in messages.
func (v *Value) What() string {
	switch {
	case v == nil:
		return "nothing"
	case v.Kind == Object:
		return "an object"
	case v.Kind == Array:
		return "a list"
	case v.Kind == Null:
		return "null"
	default:
		return "a single value"
	}
}

// OneLine folds a text into one line, because it is shown in tables and help.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
