package output

import (
	"errors"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// written is a value as it stands in a filter.
type written struct {
	text   string
	quoted bool
}

// readValues reads the right-hand side of a filter. A text that commas take apart is kept whole too: a
// record may hold that very text, as in "Smith, J".
func (f *Filter) readValues(text string, now time.Time) error {
	f.written = text
	parts, err := f.split(text)
	if err != nil {
		return err
	}
	for _, part := range parts {
		value, err := f.readValue(part.text, part.quoted, now)
		if err != nil {
			return err
		}
		f.values = append(f.values, value)
	}
	if len(parts) > 1 && (f.typ == api.String || f.typ == api.Any) {
		f.whole = textOperand(text)
	}
	return nil
}

// split takes a value apart where several may stand.
func (f *Filter) split(text string) ([]written, error) {
	one := func() ([]written, error) {
		bare, quoted := unquote(text)
		return []written{{bare, quoted}}, nil
	}
	if f.op != equal && f.op != notEqual || f.chooses(text) {
		return one()
	}
	if f.typ == api.Object || f.typ == api.Array || strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{") {
		if jsontext.Value(text).IsValid() { // the commas are those of JSON
			return one()
		}
	}
	parts := splitValues(text)
	for _, part := range parts {
		if part.text == "" && !part.quoted && len(parts) > 1 {
			return nil, errors.New("one of the values between the commas is empty: write \"\" for it, or put a value that has commas in quotes")
		}
	}
	return parts, nil
}

// splitValues takes values apart at the commas that do not stand in quotes. A quote that is not closed
// before a comma or the end is part of the value.
func splitValues(text string) []written {
	var parts []written
	for {
		text = strings.TrimLeft(text, " ")
		if value, rest, ok := quotedValue(text); ok {
			parts = append(parts, written{value, true})
			if rest == "" {
				return parts
			}
			text = rest[1:]
			continue
		}
		value, rest, more := strings.Cut(text, ",")
		parts = append(parts, written{strings.TrimSpace(value), false})
		if !more {
			return parts
		}
		text = rest
	}
}

// quotedValue takes a value in quotes off the beginning, with the blanks behind it.
func quotedValue(text string) (value, rest string, ok bool) {
	if text == "" || text[0] != '"' && text[0] != '\'' {
		return "", "", false
	}
	for end := 1; end < len(text); end++ {
		if text[end] != text[0] {
			continue
		}
		rest = strings.TrimLeft(text[end+1:], " ")
		if rest == "" || rest[0] == ',' {
			return text[1:end], rest, true
		}
	}
	return "", "", false
}

func unquote(s string) (string, bool) {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1], true
	}
	return s, false
}
