package record

import (
	"bytes"
	"unicode/utf8"
)

// The functions of this file step over JSON that is known to be valid, so they look only at
// what tells where a value ends. On bytes that are not JSON they stop early and never panic.

// skipBlank gives the position of the first byte at or after i that is not white space.
func skipBlank(b []byte, i int) int {
	for i < len(b) && b[i] <= ' ' {
		i++
	}
	return i
}

// skipString gives the position after the string that begins at i.
func skipString(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

// skipValue gives the position after the value that begins at i.
func skipValue(b []byte, i int) int {
	if i >= len(b) {
		return len(b)
	}
	switch b[i] {
	case '"':
		return skipString(b, i)
	case '{', '[':
		return skipNested(b, i)
	}
	for ; i < len(b); i++ {
		switch b[i] {
		case ',', '}', ']', ' ', '\t', '\r', '\n':
			return i
		}
	}
	return i
}

// skipNested gives the position after the object or array that begins at i, however deep it is.
func skipNested(b []byte, i int) int {
	for depth := 0; i < len(b); {
		switch b[i] {
		case '"':
			i = skipString(b, i)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		i++
		if depth == 0 {
			return i
		}
	}
	return len(b)
}

// scanner steps through the members of an object or the elements of an array.
type scanner struct {
	b []byte
	i int
}

// scan begins after the opening bracket of a value.
func scan(v Value) scanner {
	return scanner{b: v, i: skipBlank(v, 0) + 1}
}

// member gives the next member of an object: its name in quotes and its value.
func (s *scanner) member() (name, value []byte, ok bool) {
	i := s.next()
	if i >= len(s.b) || s.b[i] != '"' {
		return nil, nil, false
	}
	end := skipString(s.b, i)
	if end < i+2 {
		return nil, nil, false
	}
	name = s.b[i:end]
	i = skipBlank(s.b, end)
	if i >= len(s.b) || s.b[i] != ':' {
		return nil, nil, false
	}
	i = skipBlank(s.b, i+1)
	s.i = skipValue(s.b, i)
	return name, s.b[i:s.i], true
}

// element gives the next element of an array.
func (s *scanner) element() (value []byte, ok bool) {
	i := s.next()
	if i >= len(s.b) || s.b[i] == ']' || s.b[i] == '}' {
		return nil, false
	}
	s.i = skipValue(s.b, i)
	return s.b[i:s.i], s.i > i
}

func (s *scanner) next() int {
	i := skipBlank(s.b, s.i)
	if i < len(s.b) && s.b[i] == ',' {
		i = skipBlank(s.b, i+1)
	}
	return i
}

// plainName gives a name in quotes without them if that is all there is to unquote: no escapes,
// nothing but UTF-8. Most names are plain.
func plainName(quoted []byte) (inner []byte, ok bool) {
	inner = quoted[1 : len(quoted)-1]
	return inner, bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner)
}
