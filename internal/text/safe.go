package text

import (
	"strings"
	"unicode/utf8"
)

// Safe makes a text harmless for a terminal: control characters and escape sequences are shown
// (␛, ␇, …) instead of obeyed, line ends and tabs become blanks, and characters that turn the
// direction of writing become U+FFFD, as do bytes that are not UTF-8.
func Safe(s string) string { return replaced(s, harmless) }

// SafeLines is Safe for a text of several lines: it leaves line ends and tabs.
func SafeLines(s string) string {
	return replaced(s, func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return harmless(r)
	})
}

func replaced(s string, harmless func(rune) rune) string {
	if isHarmless(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for _, r := range s {
		b.WriteRune(harmless(r))
	}
	return b.String()
}

func isHarmless(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return !strings.ContainsFunc(s, Acts) && utf8.ValidString(s)
		}
	}
	return true
}

func harmless(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\t':
		return ' '
	case r < ' ':
		return '␀' + r // the control pictures stand in the order of the controls
	case r == 0x7f:
		return '␡'
	case Acts(r):
		return utf8.RuneError
	}
	return r
}

// Acts tells whether a terminal may do something with a character other than show it: the
// controls C0 and C1, DEL, and what overrides the direction, the shape or the lines of text.
func Acts(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r <= 0x9f:
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x206f, r >= 0xfff9 && r <= 0xfffb:
		return true
	case r == 0x200e, r == 0x200f, r == 0x061c, r == 0x2028, r == 0x2029:
		return true
	}
	return false
}

// EscapeJSON appends JSON text to dst, with the characters that act on a terminal, and bytes that
// are not UTF-8, as \u escapes. They can stand only inside strings, so the JSON means the same.
func EscapeJSON(dst, json []byte) []byte {
	const hex = "0123456789abcdef"
	for i := 0; i < len(json); {
		if json[i] < utf8.RuneSelf && json[i] != 0x7f {
			dst = append(dst, json[i])
			i++
			continue
		}
		r, size := utf8.DecodeRune(json[i:])
		if Acts(r) || (r == utf8.RuneError && size == 1) {
			dst = append(dst, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		} else {
			dst = append(dst, json[i:i+size]...)
		}
		i += size
	}
	return dst
}
