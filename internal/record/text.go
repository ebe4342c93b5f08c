package record

import (
	"bytes"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Text gives a value as people read it: a string without quotes and escapes, null as nothing,
// a number digit for digit, an object or array as compact JSON. Bytes that are not UTF-8 become
// U+FFFD.
func Text(v Value) string { return string(AppendText(nil, v)) }

// AppendText appends what Text gives.
func AppendText(dst []byte, v Value) []byte {
	switch v.Kind() {
	case jsontext.KindNull, jsontext.KindInvalid:
		return dst
	case jsontext.KindString:
		v = bytes.TrimSpace(v)
		if inner := v[1:max(1, len(v)-1)]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
			return append(dst, inner...)
		}
		// The error tells of invalid UTF-8, which has been replaced by then.
		dst, _ = jsontext.AppendUnquote(dst, v)
		return dst
	default:
		return AppendCompact(dst, v)
	}
}

// AppendCompact appends the value without the white space between its tokens; strings and
// numbers keep their very bytes.
func AppendCompact(dst []byte, v Value) []byte {
	if bytes.IndexByte(v, '\n') < 0 && bytes.IndexByte(v, ' ') < 0 &&
		bytes.IndexByte(v, '\t') < 0 && bytes.IndexByte(v, '\r') < 0 {
		return append(dst, v...)
	}
	for i := 0; i < len(v); {
		start := i
		switch {
		case v[i] == '"':
			i = skipString(v, i)
		case v[i] <= ' ':
			i++
			continue
		default:
			for i < len(v) && v[i] > ' ' && v[i] != '"' {
				i++
			}
		}
		dst = append(dst, v[start:i]...)
	}
	return dst
}
