package check

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// ReadOnly names the members of a record that the server does not take, by dotted paths in the
// order of the record. Those of elements of lists are named with their number: "items.0.total".
func ReadOnly(fields []api.Field, raw []byte) []string {
	f := readOnlyFinder{checker: checker{decoder: decode(raw)}}
	if f.decoder.PeekKind() == jsontext.KindBeginObject {
		f.object(fields)
	}
	return f.found
}

// readOnlyFinder reads a record as the checker does, but looks only for read-only members.
type readOnlyFinder struct {
	checker
	found []string
}

// object reads to the closing bracket; false means that the record is not valid JSON.
func (r *readOnlyFinder) object(fields []api.Field) bool {
	if !r.token() {
		return false
	}
	next := 0
	for r.decoder.PeekKind() != jsontext.KindEndObject {
		name, err := r.decoder.ReadToken()
		if err != nil {
			return false
		}
		text := name.String()
		at := indexOf(fields, text, next)
		r.path = append(r.path, text)
		var ok bool
		if at < 0 {
			ok = r.skip()
		} else {
			next = at + 1
			ok = r.value(&fields[at])
		}
		r.path = r.path[:len(r.path)-1]
		if !ok {
			return false
		}
	}
	return r.token()
}

func (r *readOnlyFinder) value(f *api.Field) bool {
	kind := r.decoder.PeekKind()
	switch {
	case f.ReadOnly:
		r.found = append(r.found, r.at())
	case kind == jsontext.KindBeginObject && len(f.Fields) > 0:
		return r.object(f.Fields)
	case kind == jsontext.KindBeginArray && len(f.Fields) > 0:
		return r.elements(f)
	}
	return r.skip()
}

func (r *readOnlyFinder) elements(f *api.Field) bool {
	if !r.token() {
		return false
	}
	for at := 0; r.decoder.PeekKind() != jsontext.KindEndArray; at++ {
		r.path = append(r.path, strconv.Itoa(at))
		var ok bool
		if r.decoder.PeekKind() == jsontext.KindBeginObject {
			ok = r.object(f.Fields)
		} else {
			ok = r.skip()
		}
		r.path = r.path[:len(r.path)-1]
		if !ok {
			return false
		}
	}
	return r.token()
}
