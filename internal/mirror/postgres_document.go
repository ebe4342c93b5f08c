package mirror

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// postgresDocument gives a record as PostgreSQL takes it for jsonb, which refuses some texts that
// JSON allows: the character U+0000, half a surrogate pair, bytes that are not UTF-8. They become
// U+FFFD there; the body keeps them. What it cannot take at all (a number of a million digits)
// gives nil, and the record has no row in its view.
func postgresDocument(raw []byte) any {
	if utf8.Valid(raw) && !bytes.Contains(raw, []byte(`\u`)) && plainNumbers(raw) {
		return string(raw)
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil
	}
	value, ok := harmless(value)
	if !ok {
		return nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	return string(text)
}

// plainNumbers tells that no number can be too large: none has an exponent or very many digits.
func plainNumbers(raw []byte) bool {
	const most = 1000
	digits := 0
	for i, c := range raw {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case (c == 'e' || c == 'E') && digits > 0 && i+1 < len(raw) && strings.IndexByte("+-0123456789", raw[i+1]) >= 0:
			return false // also in a text, where it costs no more than a second look
		default:
			digits = 0
		}
		if digits > most {
			return false
		}
	}
	return true
}

// harmless takes the character U+0000 out of every text, and tells whether all numbers are of a
// size that PostgreSQL takes.
func harmless(value any) (any, bool) {
	ok := true
	switch v := value.(type) {
	case string:
		return strings.ReplaceAll(v, "\x00", "\uFFFD"), true
	case json.Number:
		f, err := v.Float64()
		return v, err == nil && f < 1e300 && f > -1e300 && len(v) < 10_000
	case []any:
		for i := range v {
			var fine bool
			v[i], fine = harmless(v[i])
			ok = ok && fine
		}
	case map[string]any:
		clean := make(map[string]any, len(v))
		for name, inner := range v {
			inner, fine := harmless(inner)
			clean[strings.ReplaceAll(name, "\x00", "\uFFFD")] = inner
			ok = ok && fine
		}
		return clean, ok
	}
	return value, ok
}
