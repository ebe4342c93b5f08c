package example

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Record makes a record to fill in for a write, as compact JSON with the fields in the
// description's order: all that a write may carry, with believable values, and in angle brackets
// where a value must be that of another record. A record to create goes without the identifier that
// the server gives, unless the description requires it. Of fields that stand for each other one is shown.
func Record(e *api.Entity, verb api.Verb) []byte {
	fields := e.Fields
	if o, ok := e.Operation(verb); ok {
		fields = e.BodyFields(o)
	}
	skip := ""
	if guid, has := api.Find(fields, e.GUID); verb == api.Create && (!has || !guid.Required) {
		skip = e.GUID
	}
	var out bytes.Buffer
	writeObject(&out, withKeyRequired(fields, e.Key), skip)
	return out.Bytes()
}

// withKeyRequired gives the fields with the first key of an entity required: by something the record must be known.
func withKeyRequired(fields []api.Field, key []string) []api.Field {
	if len(key) == 0 || slices.ContainsFunc(fields, func(f api.Field) bool { return f.Required && slices.Contains(key, f.Name) }) {
		return fields
	}
	fields = slices.Clone(fields)
	for i := range fields {
		if fields[i].Name == key[0] {
			fields[i].Required = true
		}
	}
	return fields
}

func writeObject(out *bytes.Buffer, fields []api.Field, skip string) {
	out.WriteByte('{')
	first := true
	for _, f := range fields {
		if f.ReadOnly || f.Name == skip || spare(f, fields, skip) {
			continue
		}
		if !first {
			out.WriteByte(',')
		}
		first = false
		out.Write(quoted(f.Name))
		out.WriteByte(':')
		writeExample(out, f)
	}
	out.WriteByte('}')
}

// spare tells whether another field stands for this one: of a group the first required one is
// shown, or the first at all.
func spare(f api.Field, fields []api.Field, skip string) bool {
	if f.Either == "" {
		return false
	}
	shown := ""
	for _, other := range fields {
		if other.Either != f.Either || other.ReadOnly || other.Name == skip {
			continue
		}
		if other.Required {
			shown = other.Name
			break
		}
		if shown == "" {
			shown = other.Name
		}
	}
	return shown != f.Name
}

func writeExample(out *bytes.Buffer, f api.Field) {
	switch {
	case f.Type == api.Object:
		writeObject(out, f.Fields, "")
	case f.Type == api.Array && f.Items == api.Object && len(f.Fields) > 0:
		out.WriteByte('[')
		writeObject(out, f.Fields, "")
		out.WriteByte(']')
	case f.Type == api.Array:
		out.WriteString("[]")
	default:
		out.Write(exampleValue(f))
	}
}

// quoted makes a JSON string. AppendQuote fails for text that is not valid UTF-8 alone, and has then
// replaced what is not.
func quoted(text string) jsontext.Value {
	out, _ := jsontext.AppendQuote(nil, text)
	return out
}
