package scrub

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Places tells where a body, of which Body made the other, lost something: JSON Pointers into that other one,
// "" for the whole. What stands there is no value of the record any more.
func Places(body, scrubbed jsontext.Value) []jsontext.Pointer {
	body = bytes.TrimSpace(body)
	switch {
	case len(body) == 0 || bytes.Equal(body, scrubbed):
		return nil
	case !body.IsValid(record.Lenient()):
		if record.Text(scrubbed) == string(body) {
			return nil
		}
		return []jsontext.Pointer{""}
	}
	return appendPlaces(nil, "", body, scrubbed)
}

// appendPlaces walks both at once: what is taken out leaves the shape as it is.
func appendPlaces(dst []jsontext.Pointer, at jsontext.Pointer, was, is jsontext.Value) []jsontext.Pointer {
	switch {
	case bytes.Equal(was, is):
		return dst
	case was.Kind() == jsontext.KindBeginObject && is.Kind() == jsontext.KindBeginObject:
		names, values := members(was)
		changed, kept := members(is)
		for i := range min(len(names), len(changed)) {
			below := at.AppendToken(record.Text(changed[i]))
			if !bytes.Equal(names[i], changed[i]) {
				dst = append(dst, below)
				continue
			}
			dst = appendPlaces(dst, below, values[i], kept[i])
		}
		return dst
	case was.Kind() == jsontext.KindBeginArray && is.Kind() == jsontext.KindBeginArray:
		before, after := slices.Collect(record.Elements(was)), slices.Collect(record.Elements(is))
		for i := range min(len(before), len(after)) {
			dst = appendPlaces(dst, at.AppendToken(strconv.Itoa(i)), before[i], after[i])
		}
		return dst
	default:
		return append(dst, at)
	}
}

func members(v jsontext.Value) (names, values []jsontext.Value) {
	for name, value := range record.RawMembers(v) {
		names, values = append(names, name), append(values, value)
	}
	return names, values
}
