package client

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// visible writes what would steer a terminal, or turn the direction of text, as an escape.
func visible(text string) string {
	var out strings.Builder
	for _, r := range text {
		if r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) || r == '\u2028' || r == '\u2029' {
			fmt.Fprintf(&out, "\\u%04x", r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// oneLine puts a text on one line, with single blanks.
func oneLine(text string) string {
	return visible(strings.Join(strings.Fields(text), " "))
}

// shorten cuts a text to at most limit characters and shows that it did.
func shorten(text string, limit int) string {
	count := 0
	for i := range text {
		if count == limit {
			return strings.TrimRight(text[:i], " ") + "…"
		}
		count++
	}
	return text
}

// grouped writes a number with commas: 1,234,567.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// sized writes a number of bytes: "64 MiB", or "1,234 bytes" where it is not round.
func sized(n int64) string {
	switch {
	case n >= 1<<30 && n%(1<<30) == 0:
		return grouped(n>>30) + " GiB"
	case n >= 1<<20 && n%(1<<20) == 0:
		return grouped(n>>20) + " MiB"
	}
	return grouped(n) + " bytes"
}
