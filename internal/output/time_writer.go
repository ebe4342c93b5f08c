package output

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// timeWriter copies JSON values and writes the times and days in them, at any depth, as text if it is to
// rewrite them. What is one is known from the description alone.
type timeWriter struct {
	times   Times
	rewrite bool
}

// appendText appends a value as people read it: texts without quotes, lists and objects as
// compact JSON. f is nil for a field that is not described.
func (t timeWriter) appendText(dst []byte, v record.Value, f *api.Field) []byte {
	if !t.rewrite || f == nil {
		return record.AppendText(dst, v)
	}
	switch v.Kind() {
	case jsontext.KindNumber, jsontext.KindString:
		if f.Type.Epoch() {
			if dst, ok := t.times.append(dst, v, f.Type); ok {
				return dst
			}
		}
	case jsontext.KindBeginArray, jsontext.KindBeginObject:
		return t.appendJSON(dst, v, f)
	}
	return record.AppendText(dst, v)
}

// appendJSON appends a value as compact JSON.
func (t timeWriter) appendJSON(dst []byte, v record.Value, f *api.Field) []byte {
	if !t.rewrite || f == nil {
		return record.AppendCompact(dst, v)
	}
	switch v.Kind() {
	case jsontext.KindNumber, jsontext.KindString:
		if f.Type.Epoch() {
			if out, ok := t.times.append(append(dst, '"'), v, f.Type); ok {
				return append(out, '"')
			}
		}
	case jsontext.KindBeginObject:
		return t.appendObject(dst, v, f.Fields)
	case jsontext.KindBeginArray:
		return t.appendArray(dst, v, api.Field{Type: f.Items, Fields: f.Fields})
	}
	return record.AppendCompact(dst, v)
}

func (t timeWriter) appendObject(dst []byte, v record.Value, fields []api.Field) []byte {
	dst = append(dst, '{')
	first := true
	for name, value := range record.RawMembers(v) {
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(append(dst, name...), ':')
		dst = t.appendJSON(dst, value, member(fields, name))
	}
	return append(dst, '}')
}

func (t timeWriter) appendArray(dst []byte, v record.Value, element api.Field) []byte {
	dst = append(dst, '[')
	first := true
	for value := range record.Elements(v) {
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = t.appendJSON(dst, value, &element)
	}
	return append(dst, ']')
}

func member(fields []api.Field, quoted record.Value) *api.Field {
	if len(fields) == 0 {
		return nil
	}
	name := record.Text(quoted)
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i]
		}
	}
	return nil
}
