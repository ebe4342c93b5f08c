package scrub

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Body takes secrets out of a body, and keeps every other byte: the values of members with a name of a
// secret, all that stands below such a name, values beside a member that gives such a name, and what Text
// hides within texts. What is not JSON becomes a JSON string, and nothing becomes null.
func Body(body jsontext.Value) jsontext.Value {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return jsontext.Value("null")
	}
	if !body.IsValid(record.Lenient()) {
		// The error tells of invalid UTF-8, which has been replaced by then.
		text, _ := jsontext.AppendQuote(nil, Text(string(body)))
		return text
	}
	if !suspicious(body) {
		return body
	}
	return appendValue(make(jsontext.Value, 0, len(body)), body)
}

// suspicious tells whether a body may hold a secret; most do not, and stay as they are.
func suspicious(body []byte) bool {
	if bytes.Contains(body, []byte(`\u`)) { // which may stand for any letter of a name
		return true
	}
	text := joined(string(body))
	for _, word := range append(secretWords(), "basic", "bearer", "pass", "auth", "jwt", "otp") {
		if strings.Contains(text, word) {
			return true
		}
	}
	return bytes.ContainsRune(body, '@') && bytes.Contains(body, []byte("/"))
}

func appendValue(dst, v jsontext.Value) jsontext.Value {
	switch v.Kind() {
	case jsontext.KindBeginObject:
		return appendObject(dst, v)
	case jsontext.KindBeginArray:
		dst = append(dst, '[')
		for value := range record.Elements(v) {
			dst = appendValue(comma(dst, '['), value)
		}
		return append(dst, ']')
	case jsontext.KindString:
		text := record.Text(v)
		if shown := Text(text); shown != text {
			dst, _ = jsontext.AppendQuote(dst, shown) // the error tells of invalid UTF-8, which has been replaced
			return dst
		}
		return append(dst, v...)
	default:
		return append(dst, v...)
	}
}

// appendObject hides the members with a name of a secret. An object may also say the name in a member,
// as {"name":"Authorization","value":"…"} does.
func appendObject(dst, v jsontext.Value) jsontext.Value {
	named := false
	for name, value := range record.RawMembers(v) {
		named = named || value.Kind() == jsontext.KindString && endsIn(record.Text(name), naming()) && Name(record.Text(value))
	}
	dst = append(dst, '{')
	for name, value := range record.RawMembers(v) {
		dst = append(append(comma(dst, '{'), name...), ':')
		if text := record.Text(name); Name(text) || named && endsIn(text, valued()) {
			dst = appendHidden(dst, value)
			continue
		}
		dst = appendValue(dst, value)
	}
	return append(dst, '}')
}

// naming are the last words of members that name what another member holds.
func naming() []string {
	return []string{"name", "uname", "key", "header", "field", "parameter", "param", "label", "id"}
}

// valued are the last words of members that hold what another member names.
func valued() []string {
	return []string{"value", "values", "val", "content", "contents", "text", "data", "default", "string"}
}

func endsIn(name string, words []string) bool { return slices.Contains(words, lastWord(name)) }

// appendHidden hides every text and number, and keeps the shape. What is only true, false or null tells
// no secret.
func appendHidden(dst, v jsontext.Value) jsontext.Value {
	switch v.Kind() {
	case jsontext.KindBeginObject:
		dst = append(dst, '{')
		for name, value := range record.RawMembers(v) {
			dst = append(append(comma(dst, '{'), name...), ':')
			dst = appendHidden(dst, value)
		}
		return append(dst, '}')
	case jsontext.KindBeginArray:
		dst = append(dst, '[')
		for value := range record.Elements(v) {
			dst = appendHidden(comma(dst, '['), value)
		}
		return append(dst, ']')
	case jsontext.KindString, jsontext.KindNumber:
		return append(dst, `"`+Hidden+`"`...)
	default:
		return append(dst, v...)
	}
}

// comma separates what follows from what stands before it, if anything does.
func comma(dst jsontext.Value, open byte) jsontext.Value {
	if dst[len(dst)-1] == open {
		return dst
	}
	return append(dst, ',')
}
