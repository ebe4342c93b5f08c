package record

import (
	"github.com/go-json-experiment/json/jsontext"
)

// Extractor reads several paths of a record in one pass over its bytes.
type Extractor struct {
	root  node
	paths []Path
	// listed tells of each path whether it went through a list in the record read last.
	listed []bool
}

// node is one step that some of the paths have in common.
type node struct {
	name string
	// depth is how many steps lead to the node; position is the name as that of an element, -1 for none.
	depth, position int
	// slots are the places in the result of the paths that end here.
	slots    []int
	children []*node
}

// NewExtractor prepares the reading of the paths, which may repeat or contain one another.
func NewExtractor(paths []Path) *Extractor {
	e := &Extractor{paths: paths, listed: make([]bool, len(paths)), root: node{position: -1}}
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
	c := &node{name: name, depth: n.depth + 1, position: -1}
	if at, ok := Position(name); ok {
		c.position = at
	}
	n.children = append(n.children, c)
	return c
}

// Extract gives the values of the paths in the order of NewExtractor, as Find gives them, nil where the
// record has none, in dst if that is large enough. The values are parts of the record's bytes, but for
// those that Listed tells of. Of several members with one name the last counts, as in Get.
func (e *Extractor) Extract(r Record, dst []Value) []Value {
	if cap(dst) < len(e.paths) {
		dst = make([]Value, len(e.paths))
	}
	dst = dst[:len(e.paths)]
	clear(dst)
	clear(e.listed)
	e.read(&e.root, r.raw, dst)
	return dst
}

// Listed tells of a path whether it went through a list in the record that was read last, so that its
// value is a list of what the elements have.
func (e *Extractor) Listed(path int) bool { return e.listed[path] }

// read stores what the children of n find inside v.
func (e *Extractor) read(n *node, v Value, dst []Value) {
	switch v.Kind() {
	case jsontext.KindBeginObject:
		e.readObject(n, v, dst)
	case jsontext.KindBeginArray:
		e.readArray(n, v, dst)
	}
}

func (e *Extractor) readObject(n *node, v Value, dst []Value) {
	s := scan(v)
	// The members of one record after the other mostly come in one order, and the paths are
	// mostly asked for in that order: the search goes on where it last found something.
	next := 0
	for name, value, more := s.member(); more; name, value, more = s.member() {
		if i, found := n.find(name, next); found {
			e.store(n.children[i], value, dst)
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

func (e *Extractor) readArray(n *node, v Value, dst []Value) {
	numbered := false
	for _, c := range n.children {
		numbered = numbered || c.position >= 0
		if c.position < 0 {
			e.readEach(c, n.depth, v, dst)
		}
	}
	if !numbered {
		return
	}
	s := scan(v)
	at := 0
	for value, more := s.element(); more; value, more = s.element() {
		for _, c := range n.children {
			if c.position == at {
				e.store(c, value, dst)
			}
		}
		at++
	}
}

// readEach stores what the elements of a list have at the paths that go on with a node.
func (e *Extractor) readEach(n *node, depth int, list Value, dst []Value) {
	for _, slot := range n.slots {
		if found, _, ok := findInEach(list, e.paths[slot][depth:]); ok {
			dst[slot], e.listed[slot] = found, true
		}
	}
	for _, c := range n.children {
		e.readEach(c, depth, list, dst)
	}
}

// store keeps the value and goes on inside it. What an earlier member of the same name left is
// forgotten first.
func (e *Extractor) store(n *node, v Value, dst []Value) {
	e.forget(n, dst)
	for _, slot := range n.slots {
		dst[slot] = v
	}
	if len(n.children) > 0 {
		e.read(n, v, dst)
	}
}

func (e *Extractor) forget(n *node, dst []Value) {
	for _, slot := range n.slots {
		dst[slot], e.listed[slot] = nil, false
	}
	for _, c := range n.children {
		e.forget(c, dst)
	}
}
