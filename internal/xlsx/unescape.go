package xlsx

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape gives a text with the characters that stand in the form _x0007_.
func unescape(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for text != "" {
		if !isEscape(text) {
			_, size := utf8.DecodeRuneInString(text)
			out.WriteString(text[:size])
			text = text[size:]
			continue
		}
		code := escapeCode(text)
		text = text[escapeLength:]
		if utf16.IsSurrogate(code) && isEscape(text) {
			if both := utf16.DecodeRune(code, escapeCode(text)); both != utf8.RuneError {
				code, text = both, text[escapeLength:]
			}
		}
		out.WriteRune(code)
	}
	return out.String()
}

func escapeCode(text string) rune {
	code, _ := strconv.ParseUint(text[2:escapeLength-1], 16, 16)
	return rune(code)
}
