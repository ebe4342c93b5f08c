// Package excel holds what is known of how Excel reads a CSV file: which texts it would run as
// formulas or turn into something else, and the guards that keep it from doing so. Nothing of CSV,
// records or workbooks comes in here.
package excel

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// digitsKept is how many digits Excel keeps of a number; it shows more than digitsShown of them in
	// the form 1.23E+12.
	digitsKept  = 15
	digitsShown = 11
)

// Guard gives a text so that Excel neither runs it as a formula nor stores it as something else: an
// apostrophe before what begins a formula, and ="text" around what would become a number, a date, a
// time or a boolean. Unguard takes the guards off.
func Guard(text string) string {
	if guarded := guardFormulas(text); guarded != text {
		return guarded
	}
	if changes(text) {
		return `="` + text + `"`
	}
	return text
}

// GuardNumber gives a number so that Excel keeps all its digits; one that it keeps anyway stays as it is.
func GuardNumber(digits string) string {
	count := 0
	for _, c := range []byte(digits) {
		if c >= '0' && c <= '9' {
			count++
		}
	}
	if count > digitsKept {
		return `="` + digits + `"`
	}
	return digits
}

// Unguard gives a cell without the guards that Guard and GuardNumber put there: '=SUM(1) and ="0012".
func Unguard(cell string) string {
	if inner, ok := strings.CutPrefix(cell, `="`); ok {
		if inner, ok = strings.CutSuffix(inner, `"`); ok && !strings.Contains(inner, `"`) {
			return inner
		}
	}
	var out strings.Builder
	for rest := range places(cell) {
		if rest.begins && rest.text[0] == '\'' && isGuarded(rest.text[1:]) {
			continue
		}
		out.WriteString(rest.char)
	}
	return out.String()
}

// guardFormulas puts an apostrophe before every sign with which a formula begins, where it stands at
// the beginning of the cell or of what Excel may take for one.
func guardFormulas(text string) string {
	var out strings.Builder
	for rest := range places(text) {
		if rest.begins && isGuarded(rest.text) {
			out.WriteByte('\'')
		}
		out.WriteString(rest.char)
	}
	return out.String()
}

// formulaSigns begin a formula: =, +, - and @, the characters that Unicode calls compatible with them
// (full width, small, raised, lowered, doubled and the like), which an import or a language's setting may
// turn into them, and the minus sign. Two more, % and |, begin one only where one of these follows, as in
// the lines of old programs that some filters still know.
const (
	formulaSigns = "=+-@" +
		"\u2212" + // minus
		"\uff1d\uff0b\uff0d\uff20" + // full width
		"\ufe66\ufe62\ufe63\ufe6b" + // small
		"\u207c\u207a\u207b" + // raised
		"\u208c\u208a\u208b" + // lowered
		"\u2a75\u2a76" + // two and three equals signs
		"\ufb29" // the plus sign of Hebrew
	beforeSigns = "%|\uff05\uff5c\ufe6a"
)

// isGuarded tells whether a guard stands before a text: before the sign of a formula, a white space
// that Excel may drop from before one, and an apostrophe that would be taken for a guard.
func isGuarded(text string) bool {
	text = strings.TrimLeft(text, "'")
	if ahead := strings.TrimLeft(text, beforeSigns); ahead != text {
		return startsWith(strings.TrimLeft(ahead, beforeSigns+" \u00a0"), formulaSigns)
	}
	return startsWith(text, formulaSigns+"\t\r")
}

// startsWith tells whether a text begins with one of some signs.
func startsWith(text, signs string) bool {
	first, size := utf8.DecodeRuneInString(text)
	return size > 0 && (first != utf8.RuneError || size > 1) && strings.ContainsRune(signs, first)
}

// place is a character of a text.
type place struct {
	char string
	// text is the text from the character on.
	text string
	// begins tells that Excel may take the character for the first of a cell. Where a semicolon is the
	// separator of the machine's language, it splits the line there, and does not heed the quotes of a
	// cell that stands behind a comma. Blanks, quotes and what cannot be seen may come before.
	begins bool
}

// places goes through the characters of a text.
func places(text string) func(yield func(place) bool) {
	return func(yield func(place) bool) {
		begins, first := true, true
		for text != "" {
			r, size := utf8.DecodeRuneInString(text) // of a byte that is not UTF-8 the size is 1
			splits := strings.ContainsRune(";\t\r\n", r)
			if !yield(place{char: text[:size], text: text, begins: begins && (first || !splits)}) {
				return
			}
			begins = splits || (begins && (r == '"' || unicode.IsSpace(r) || !unicode.IsGraphic(r)))
			first, text = false, text[size:]
		}
	}
}

// changes tells whether Excel would store a text as something else: 0012, 1E5, 2026-03-01, 3/4,
// 10:30 pm, MAR1, (5), $5, 12345678901234567890. It errs on the side of guarding.
func changes(text string) bool {
	if strings.EqualFold(text, "true") || strings.EqualFold(text, "false") {
		return true
	}
	const separators = "-/.:, +%()\u00a0\u202f"
	letters := strings.ToLower(strings.Trim(strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || unicode.Is(unicode.Sc, r) || strings.ContainsRune(separators, r) {
			return -1
		}
		return r
	}, text), " "))
	if !strings.ContainsFunc(text, unicode.IsDigit) || !isWord(letters) {
		return false
	}
	plain := strings.Trim(text, "0123456789") == ""
	return !plain || len(text) > digitsShown || (len(text) > 1 && text[0] == '0')
}

// isWord tells whether letters among digits make a number, a date or a time of them.
func isWord(letters string) bool {
	switch letters {
	case "", "e", "am", "pm", "a", "p":
		return true
	}
	const months = " january february march april may june july august september october november december "
	return len(letters) >= 3 && strings.Contains(months, " "+letters)
}
