package mirror

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// deepest is how many levels a document may have, which is what SQLite reads.
const deepest = 1000

// documentOf gives a record as a database reads it, and tells whether that is another text than the
// record. What JSON allows and databases do not take is replaced: of two members with one name the
// last is left, and bytes that are not UTF-8, half a surrogate pair and the character U+0000 become
// U+FFFD. A record that no database could read (1,001 levels, a number of 100,000 digits) is an empty
// object there. The body keeps all of it.
func documentOf(raw []byte) (document string, other bool) {
	levels, plain := measureJSON(raw)
	if plain && levels <= deepest && !bytes.Contains(raw, []byte(`\u`)) && jsontext.Value(raw).IsValid() {
		return string(raw), false
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if levels > deepest || decoder.Decode(&value) != nil {
		return "{}", true
	}
	value, ok := stripNUL(value)
	if !ok {
		return "{}", true
	}
	text, err := json.Marshal(value)
	if err != nil {
		return "{}", true
	}
	return string(text), true
}

// measureJSON counts the levels of objects and lists, and tells whether no number can be too large: none has
// an exponent or very many digits.
func measureJSON(raw []byte) (levels int, plain bool) {
	const mostDigits = 1000
	level, digits, inText := 0, 0, false
	plain = true
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == '"' {
			inText = !inText
		}
		if inText {
			if c == '\\' {
				i++
			}
			continue
		}
		if c >= '0' && c <= '9' {
			digits++
			plain = plain && digits <= mostDigits
			continue
		}
		plain = plain && (digits == 0 || c != 'e' && c != 'E')
		digits = 0
		switch c {
		case '{', '[':
			level++
			levels = max(levels, level)
		case '}', ']':
			level--
		}
	}
	return levels, plain
}

// stripNUL takes the character U+0000 out of every text, and tells whether all numbers are of a
// size that databases take.
func stripNUL(value any) (any, bool) {
	ok := true
	switch v := value.(type) {
	case string:
		return strings.ReplaceAll(v, "\x00", "\uFFFD"), true
	case json.Number:
		return v, fitsNumeric(v.String())
	case []any:
		for i := range v {
			var good bool
			v[i], good = stripNUL(v[i])
			ok = ok && good
		}
	case map[string]any:
		clean := make(map[string]any, len(v))
		for name, inner := range v {
			inner, good := stripNUL(inner)
			clean[strings.ReplaceAll(name, "\x00", "\uFFFD")] = inner
			ok = ok && good
		}
		return clean, ok
	}
	return value, ok
}

// fitsNumeric tells whether PostgreSQL takes a number: it keeps 131,072 digits before the point and 16,383
// behind it.
func fitsNumeric(number string) bool {
	mantissa, shift := number, 0
	if at := strings.IndexAny(number, "eE"); at >= 0 {
		mantissa = number[:at]
		var err error
		if shift, err = strconv.Atoi(number[at+1:]); err != nil {
			return false
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	return len(whole)+shift < 100_000 && len(fraction)-shift < 16_000
}
