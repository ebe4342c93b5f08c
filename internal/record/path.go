package record

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Path leads to a value inside a record: names of members, and positions in arrays from 0 on.
type Path []string

// ParsePath reads a dotted path such as "jobWBSSchedule.jobScheduleConversionRules.0". A dot or
// backslash that is part of a name stands behind a backslash. Every text is a path.
func ParsePath(text string) Path {
	if !strings.Contains(text, `\`) {
		return strings.Split(text, ".")
	}
	var path Path
	var step strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && (text[i+1] == '.' || text[i+1] == '\\'):
			i++
			step.WriteByte(text[i])
		case text[i] == '.':
			path = append(path, step.String())
			step.Reset()
		default:
			step.WriteByte(text[i])
		}
	}
	return append(path, step.String())
}

// String gives the dotted form, from which ParsePath makes the same path.
func (p Path) String() string {
	var text []byte
	for i, step := range p {
		if i > 0 {
			text = append(text, '.')
		}
		text = appendStep(text, []byte(step))
	}
	return string(text)
}

// appendStep appends the name of a member as it stands in a dotted path.
func appendStep(dst, name []byte) []byte {
	if bytes.IndexByte(name, '.') < 0 && bytes.IndexByte(name, '\\') < 0 {
		return append(dst, name...)
	}
	for _, c := range name {
		if c == '.' || c == '\\' {
			dst = append(dst, '\\')
		}
		dst = append(dst, c)
	}
	return dst
}

// Get finds the value at a path. Of several members with one name the last counts, as in jq.
// The value is part of the record's bytes and must not be changed.
func (r Record) Get(p Path) (Value, bool) {
	v := r.raw
	for _, step := range p {
		inner, found := child(v, step)
		if !found {
			return nil, false
		}
		v = inner
	}
	return v, len(p) > 0
}

func child(v Value, step string) (found Value, ok bool) {
	s := scan(v)
	switch v.Kind() {
	case jsontext.KindBeginObject:
		for name, value, more := s.member(); more; name, value, more = s.member() {
			inner, plain := plainName(name)
			if !plain {
				inner = AppendText(nil, name)
			}
			if string(inner) == step {
				found, ok = value, true
			}
		}
		return found, ok
	case jsontext.KindBeginArray:
		return elementAt(&s, step)
	default:
		return nil, false
	}
}

func elementAt(s *scanner, step string) (Value, bool) {
	n, err := strconv.ParseUint(step, 10, 31)
	if err != nil {
		return nil, false
	}
	for value, more := s.element(); more; value, more = s.element() {
		if n == 0 {
			return value, true
		}
		n--
	}
	return nil, false
}
