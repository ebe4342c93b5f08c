package output

import "strings"

// literal is a value as it stands in a filter.
type literal struct {
	text   string
	quoted bool
}

// splitValues takes values apart at the commas that do not stand in quotes. A quote that is not closed
// before a comma or the end is part of the value.
func splitValues(text string) []literal {
	var parts []literal
	for {
		text = strings.TrimLeft(text, " ")
		if value, rest, ok := quotedValue(text); ok {
			parts = append(parts, literal{value, true})
			if rest == "" {
				return parts
			}
			text = rest[1:]
			continue
		}
		value, rest, more := strings.Cut(text, ",")
		parts = append(parts, literal{strings.TrimSpace(value), false})
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
