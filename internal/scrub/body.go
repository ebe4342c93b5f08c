package scrub

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Body takes secrets out of a body, and keeps every other byte but white space: the values of members with a name of a
// secret, all that stands below such a name, values beside a member that gives such a name, and what Text
// hides within texts. known, if there is one, hides the secrets that are known as such: in texts, names and
// numbers. What is not JSON becomes a JSON string, and nothing becomes null.
func Body(body jsontext.Value, known func(string) string) jsontext.Value {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return jsontext.Value("null")
	}
	plain := known == nil
	if plain {
		known = unchanged
	}
	if !body.IsValid(record.Lenient()) {
		// The error tells of invalid UTF-8, which has been replaced by then.
		text, _ := jsontext.AppendQuote(nil, Text(known(string(body))))
		return text
	}
	if plain && !suspicious(body) {
		return body
	}
	return scrubber{known}.appendValue(make(jsontext.Value, 0, len(body)), body)
}

// suspicious tells whether a body may hold a secret; most do not, and stay as they are.
func suspicious(body []byte) bool {
	if bytes.ContainsRune(body, '%') || bytes.Contains(body, []byte(`\u`)) { // which may stand for any letter of a name
		return true
	}
	text := joined(string(body))
	for _, word := range slices.Concat(secretWords(), shortWords(), []string{"basic", tokenStart}) {
		if strings.Contains(text, strings.ToLower(word)) {
			return true
		}
	}
	return bytes.ContainsRune(body, '@') && bytes.Contains(body, []byte("/"))
}

// scrubber takes secrets out of JSON. known hides those that are known as such.
type scrubber struct{ known func(string) string }

func (s scrubber) appendValue(dst, v jsontext.Value) jsontext.Value {
	switch v.Kind() {
	case jsontext.KindBeginObject:
		return s.appendObject(dst, v)
	case jsontext.KindBeginArray:
		dst = append(dst, '[')
		for value := range record.Elements(v) {
			dst = s.appendValue(comma(dst, '['), value)
		}
		return append(dst, ']')
	case jsontext.KindString:
		return s.appendText(dst, v, Text)
	case jsontext.KindNumber:
		if s.known(string(v)) != string(v) {
			return append(dst, `"`+Hidden+`"`...)
		}
		return append(dst, v...)
	default:
		return append(dst, v...)
	}
}

// appendText adds a JSON string without the secrets in it. One without any keeps its escapes.
func (s scrubber) appendText(dst, v jsontext.Value, also func(string) string) jsontext.Value {
	text := record.Text(v)
	shown := also(s.known(text))
	if shown == text {
		return append(dst, v...)
	}
	dst, _ = jsontext.AppendQuote(dst, shown) // the error tells of invalid UTF-8, which has been replaced
	return dst
}

// appendObject hides the members with a name of a secret. An object may also say the name in a member,
// as {"name":"Authorization","value":"…"} does.
func (s scrubber) appendObject(dst, v jsontext.Value) jsontext.Value {
	named := false
	for name, value := range record.RawMembers(v) {
		named = named || value.Kind() == jsontext.KindString && endsIn(record.Text(name), naming()) && Name(unescaped(record.Text(value)))
	}
	dst = append(dst, '{')
	for name, value := range record.RawMembers(v) {
		dst = append(s.appendText(comma(dst, '{'), name, unchanged), ':')
		if text := unescaped(record.Text(name)); Name(text) || named && endsIn(text, valued()) {
			dst = s.appendHidden(dst, value)
			continue
		}
		dst = s.appendValue(dst, value)
	}
	return append(dst, '}')
}

func unchanged(text string) string { return text }

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
func (s scrubber) appendHidden(dst, v jsontext.Value) jsontext.Value {
	switch v.Kind() {
	case jsontext.KindBeginObject:
		dst = append(dst, '{')
		for name, value := range record.RawMembers(v) {
			dst = append(s.appendText(comma(dst, '{'), name, unchanged), ':')
			dst = s.appendHidden(dst, value)
		}
		return append(dst, '}')
	case jsontext.KindBeginArray:
		dst = append(dst, '[')
		for value := range record.Elements(v) {
			dst = s.appendHidden(comma(dst, '['), value)
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
