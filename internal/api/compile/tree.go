package compile

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

// The kinds of values that a description file is made of.
type valueKind byte

const (
	nullValue valueKind = iota
	objectValue
	arrayValue
	textValue
	numberValue
	booleanValue
)

// value is a part of a description file, in JSON or YAML, with the line where it stands. A nil
// value is one that is not there: asked for its parts, it has none.
type value struct {
	kind valueKind
	// text is a scalar as it was written, a text without its quotes.
	text string
	line int
	// names are the members of an object, and items their values, or the elements of an array.
	names []string
	items []*value
	// places finds the members of a large object.
	places map[string]int
}

// manyMembers is how many members an object needs to be worth a table.
const manyMembers = 12

// get gives a member of an object, nil where there is none. Of two with one name the last counts.
func (v *value) get(name string) *value {
	if v == nil || v.kind != objectValue {
		return nil
	}
	if len(v.names) > manyMembers {
		if v.places == nil {
			v.places = make(map[string]int, len(v.names))
			for i, each := range v.names {
				v.places[each] = i
			}
		}
		if i, has := v.places[name]; has {
			return v.items[i]
		}
		return nil
	}
	for i, each := range slices.Backward(v.names) {
		if each == name {
			return v.items[i]
		}
	}
	return nil
}

// str gives the text of a scalar member, "" where there is none.
func (v *value) str(name string) string {
	if member := v.get(name); member != nil && member.scalar() {
		return member.text
	}
	return ""
}

// is tells whether a member is the boolean true.
func (v *value) is(name string) bool {
	member := v.get(name)
	return member != nil && member.kind == booleanValue && member.text == "true"
}

func (v *value) scalar() bool {
	return v.kind == textValue || v.kind == numberValue || v.kind == booleanValue
}

// linesOf takes over the lines of a tree that this one was made of. What is new stands at the line of what
// holds it.
func (v *value) linesOf(given *value, done map[*value]bool) {
	if v == nil || given == nil || done[v] {
		return
	}
	done[v] = true // what several aliases stand for is there once
	v.line = given.line
	for i, item := range v.items {
		from := given.get(v.nameAt(i))
		if v.kind == arrayValue && given.kind == arrayValue && len(v.items) >= len(given.items) && i < len(given.items) {
			from = given.items[i]
		}
		if from == nil {
			from = &value{line: given.line}
		}
		item.linesOf(from, done)
	}
}

// nameAt is the name of a member of an object, "" of an element.
func (v *value) nameAt(i int) string {
	if i < len(v.names) {
		return v.names[i]
	}
	return ""
}

// elements gives the elements of an array, none of anything else.
func (v *value) elements() []*value {
	if v == nil || v.kind != arrayValue {
		return nil
	}
	return v.items
}

// pointer follows a JSON pointer such as /components/schemas/Job from here; nil where it leads
// nowhere.
func (v *value) pointer(path string) *value {
	if path == "" || path == "/" {
		return v
	}
	at := v
	for step := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		step = strings.ReplaceAll(strings.ReplaceAll(unescaped(step), "~1", "/"), "~0", "~")
		switch {
		case at == nil:
			return nil
		case at.kind == arrayValue:
			at = at.element(step)
		default:
			at = at.get(step)
		}
	}
	return at
}

func (v *value) element(number string) *value {
	i := 0
	for _, digit := range number {
		if digit < '0' || digit > '9' || i > len(v.items) {
			return nil
		}
		i = 10*i + int(digit-'0')
	}
	if number == "" || i >= len(v.items) {
		return nil
	}
	return v.items[i]
}

// what names a kind in messages.
func (v *value) what() string {
	switch {
	case v == nil:
		return "nothing"
	case v.kind == objectValue:
		return "an object"
	case v.kind == arrayValue:
		return "a list"
	case v.kind == nullValue:
		return "null"
	default:
		return "a single value"
	}
}
