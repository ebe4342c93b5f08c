package record

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// Extractor reads several paths of a record in one pass over its bytes.
type Extractor struct {
	root  node
	count int
}

// node is one step that some of the paths have in common.
type node struct {
	name string
	// slots are the places in the result of the paths that end here.
	slots    []int
	children []*node
}

// NewExtractor prepares the reading of the paths, which may repeat or contain one another.
func NewExtractor(paths []Path) *Extractor {
	e := &Extractor{count: len(paths)}
	for slot, path := range paths {
		at := &e.root
		for _, step := range path {
			at = at.child(step)
		}
		at.slots = append(at.slots, slot)
	}
	return e
}

func (n *node) child(name string) *node {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	c := &node{name: name}
	n.children = append(n.children, c)
	return c
}

// Extract gives the values of the paths in the order of NewExtractor, nil where the record has
// none, in dst if that is large enough. The values are parts of the record's bytes. Of several
// members with one name the last counts, as in Get.
func (e *Extractor) Extract(r Record, dst []Value) []Value {
	if cap(dst) < e.count {
		dst = make([]Value, e.count)
	}
	dst = dst[:e.count]
	clear(dst)
	e.root.read(r.raw, dst)
	return dst
}

// read stores what the children of n find inside v.
func (n *node) read(v Value, dst []Value) {
	switch v.Kind() {
	case jsontext.KindBeginObject:
		n.readObject(v, dst)
	case jsontext.KindBeginArray:
		n.readArray(v, dst)
	}
}

func (n *node) readObject(v Value, dst []Value) {
	s := scan(v)
	// The members of one record after the other mostly come in one order, and the paths are
	// mostly asked for in that order: the search goes on where it last found something.
	next := 0
	for name, value, more := s.member(); more; name, value, more = s.member() {
		if i, found := n.find(name, next); found {
			n.children[i].store(value, dst)
			next = i + 1
		}
	}
}

func (n *node) find(quoted []byte, from int) (int, bool) {
	inner, plain := plainName(quoted)
	if !plain {
		inner = AppendText(nil, quoted)
	}
	for k := range n.children {
		i := (from + k) % len(n.children)
		if n.children[i].name == string(inner) {
			return i, true
		}
	}
	return 0, false
}

func (n *node) readArray(v Value, dst []Value) {
	s := scan(v)
	at := 0
	for value, more := s.element(); more; value, more = s.element() {
		for _, c := range n.children {
			if position, err := strconv.ParseUint(c.name, 10, 31); err == nil && int(position) == at {
				c.store(value, dst)
			}
		}
		at++
	}
}

// store keeps the value and goes on inside it. What an earlier member of the same name left is
// forgotten first.
func (n *node) store(v Value, dst []Value) {
	n.forget(dst)
	for _, slot := range n.slots {
		dst[slot] = v
	}
	if len(n.children) > 0 {
		n.read(v, dst)
	}
}

func (n *node) forget(dst []Value) {
	for _, slot := range n.slots {
		dst[slot] = nil
	}
	for _, c := range n.children {
		c.forget(dst)
	}
}
