package xlsx

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// textKept is how many characters a cell holds, as Excel counts them: two for those beyond the first 65,536.
const textKept = 32767

// cutMark stands at the end of a text that was too long for a cell, before the number of its characters.
const cutMark = "… [cut: the text has "

// fit cuts a text that is too long for a cell, and says so at its end.
func fit(text string) (fitting string, cut bool) {
	if len(text) <= textKept {
		return text, false
	}
	length := lengthOf(text)
	if length <= textKept {
		return text, false
	}
	mark := cutMark + strconv.Itoa(length) + " characters]"
	room := textKept - lengthOf(mark)
	for at, r := range text {
		if room -= max(utf16.RuneLen(r), 1); room < 0 {
			return text[:at] + mark, true
		}
	}
	return text, false
}

// IsCut tells whether a text is one of which Workbook wrote only the beginning.
func IsCut(text string) bool {
	return len(text) >= textKept && strings.HasSuffix(text, " characters]") && strings.Contains(text, cutMark) && lengthOf(text) >= textKept-1
}

// lengthOf counts characters as Excel does.
func lengthOf(text string) int {
	length := 0
	for _, r := range text {
		length += max(utf16.RuneLen(r), 1)
	}
	return length
}

// appendEscaped appends a text as XML. What XML cannot hold, or would change, is written as _x0007_, which is how
// Excel writes it; a text that looks like that already gets its first sign written so.
func appendEscaped(dst []byte, text string) []byte {
	for at, r := range text {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '"':
			dst = append(dst, "&quot;"...)
		case r == '_' && isEscape(text[at:]):
			dst = append(dst, "_x005F_"...)
		case r < ' ' && r != '\t' && r != '\n', r == 0xfffe, r == 0xffff:
			dst = fmt.Appendf(dst, "_x%04X_", r)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

const escapeLength = len("_x0007_")

// isEscape tells whether a text begins with a character in the form _x0007_.
func isEscape(text string) bool {
	if len(text) < escapeLength || text[1] != 'x' || text[escapeLength-1] != '_' {
		return false
	}
	_, err := strconv.ParseUint(text[2:escapeLength-1], 16, 16)
	return err == nil
}
