package scrub

import (
	"encoding/base64"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text gives a text without its secrets: the user and the password of every URL, the values behind names
// of secrets ("?token=…", "password = '…'", "Authorization: Basic …", "\"apiKey\":\"…\"") and what is
// sent as Basic or Bearer. Everything else stays byte for byte.
func Text(s string) string { return values(signed(schemes(users(s))), valueAt) }

// argument is Text for one word of a command line, of which all behind the name of a secret belongs to
// the secret: a shell has taken the quotes away.
func argument(s string) string {
	return values(signed(schemes(users(s))), func(rest string, _ byte, _ string, _ func(string) int) (from, to int) { return 0, len(rest) })
}

// users hides user and password of URLs, and a user name that stands alone, which may be a token. What
// is in a password may look like the end of the host: then all up to the last @ is hidden.
func users(s string) string {
	if !strings.Contains(s, "//") || !strings.Contains(s, "@") {
		return s
	}
	s = regexp.MustCompile(`//[^\s/?#@]*:\S*@`).ReplaceAllLiteralString(s, "//"+Hidden+"@")
	return regexp.MustCompile(`//[^\s/?#"']*@`).ReplaceAllLiteralString(s, "//"+Hidden+"@")
}

// schemes hides what follows the name of a way to authenticate, if it looks like what such a way sends:
// both words are ordinary ones too.
func schemes(s string) string {
	if lower := strings.ToLower(s); !strings.Contains(lower, "basic") && !strings.Contains(lower, "bearer") {
		return s
	}
	return regexp.MustCompile(`(?i)\b(basic|bearer)(\s+)([\w.~+/-]{4,}=*)`).ReplaceAllStringFunc(s, func(found string) string {
		scheme, token, _ := strings.Cut(found, found[strings.IndexFunc(found, unicode.IsSpace):][:1])
		if token = strings.TrimSpace(token); !isToken(strings.ToLower(scheme), token) {
			return found
		}
		return strings.TrimSuffix(found, token) + Hidden
	})
}

// signed hides what by its form is a signed token, whatever it is called: two objects in base64, a signature.
func signed(s string) string {
	if !strings.Contains(s, tokenStart) {
		return s
	}
	return regexp.MustCompile(`\b`+tokenStart+`[\w-]+\.`+tokenStart+`[\w-]+\.[\w-]*`).ReplaceAllLiteralString(s, Hidden)
}

// tokenStart is {" in base64.
const tokenStart = "eyJ"

func isToken(scheme, token string) bool {
	if scheme == "bearer" {
		return len(token) >= 16 || strings.ContainsAny(token, "0123456789._=")
	}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		decoded, err := encoding.DecodeString(strings.TrimRight(token, "="))
		if err == nil && strings.Contains(string(decoded), ":") {
			return true
		}
	}
	return false
}

// extent tells which part of the text behind a name and a separator is the value, "" being none. upTo tells how long
// the text is up to the first of some characters.
type extent func(rest string, separator byte, name string, upTo func(ends string) int) (from, to int)

// values hides what follows a name of a secret and = or :, also where those are escaped for a URL. A
// value may look like a name with a value itself, so each place is looked at for its own sake.
func values(s string, value extent) string {
	var out strings.Builder
	written, begun := 0, 0
	next := ends{text: s, found: map[string]int{}}
	for {
		at, width, separator := nextSeparator(s[begun:])
		if at < 0 {
			break
		}
		name := nameBefore(s[begun : begun+at])
		begun += at + width
		if !Name(name) {
			continue
		}
		start := begun + valueStart(s[begun:])
		if sentence := separator == ':' && !strings.ContainsAny(s[start:][:min(1, len(s)-start)], `\"'`); sentence && short(name) {
			continue // "Auth: J. Smith"
		}
		from, to := value(s[start:], separator, name, func(of string) int { return next.after(start, of) - start })
		from, to = start+from, start+to
		switch {
		case to <= max(from, written):
			continue
		case from > written || written == 0:
			out.WriteString(s[written:from])
			out.WriteString(Hidden)
		}
		written = to
	}
	return out.String() + s[written:]
}

// nextSeparator finds what may stand between a name and its value, and says how wide it is.
func nextSeparator(s string) (at, width int, separator byte) {
	for i := range len(s) {
		switch {
		case s[i] == '=' || s[i] == ':':
			return i, 1, s[i]
		case s[i] == '%' && len(s) > i+2 && strings.EqualFold(s[i:i+3], "%3d"):
			return i, 3, '='
		case s[i] == '%' && len(s) > i+2 && strings.EqualFold(s[i:i+3], "%3a"):
			return i, 3, ':'
		}
	}
	return -1, 0, 0
}

// nameBefore gives the name that a text ends in, without the quotes and blanks behind it. Its letters may
// be escaped, as in a URL or in JSON.
func nameBefore(s string) string {
	plain, escaped := wordBefore(s, ""), wordBefore(s, `%\`)
	if plain == escaped || Name(plain) {
		return plain
	}
	return wordBefore(unescaped(escaped), "")
}

// wordBefore gives the characters of a name, and those in also, that a text ends in.
func wordBefore(s, also string) string {
	s = strings.TrimRight(s, " \t\\\"'")
	start := len(s)
	for start > 0 {
		r, width := utf8.DecodeLastRuneInString(s[:start])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-.[]$"+also, r) {
			break
		}
		start -= width
	}
	return s[start:]
}

// valueStart is where the value begins behind blanks and what may follow a separator ("=>", ":=").
func valueStart(s string) int {
	return len(s) - len(strings.TrimLeft(s, " \t>="))
}

// valueAt finds a value: what stands in quotes, up to the end of the line for a header of several words,
// or the word. Where a quote does not end, all belongs to the value.
func valueAt(rest string, separator byte, name string, upTo func(ends string) int) (from, to int) {
	bare := strings.TrimLeft(rest, `\`)
	if escapes := len(rest) - len(bare); bare != "" && (bare[0] == '"' || bare[0] == '\'') {
		return escapes + 1, quotedLength(rest, escapes, bare[0])
	}
	if lower := joined(name); separator == ':' && (strings.Contains(lower, "authorization") || strings.Contains(lower, "cookie")) {
		return 0, upTo("\r\n")
	}
	return 0, upTo(" \t\r\n\v\f&")
}

// quotedLength is the length of a quoted text up to the quote that ends it. The quotes may stand behind
// backslashes themselves.
func quotedLength(s string, escapes int, quote byte) int {
	backslashes := 0
	for i := escapes + 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			backslashes++
			continue
		case s[i] == quote && backslashes <= escapes:
			return i - backslashes
		}
		backslashes = 0
	}
	return len(s)
}

// ends finds where words end. What it found counts for all places before it, so that no part of a text is gone
// through for every name in it.
type ends struct {
	text  string
	found map[string]int
}

// after gives where the first of some characters stands, or the text ends. It is asked from left to right.
func (e ends) after(start int, of string) int {
	if at, known := e.found[of]; known && at >= start {
		return at
	}
	at := len(e.text)
	if found := strings.IndexAny(e.text[start:], of); found >= 0 {
		at = start + found
	}
	e.found[of] = at
	return at
}
