package client

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// minSecret is the length in bytes below which a password is blotted out only together with
// the user name: it stands in ordinary words too, and to hide those would give it away.
const minSecret = 4

// asText is a pattern for a secret as people and programs write it: each of its characters plain,
// behind the backslash of a quoted text, or escaped as JSON, a URL or HTML does it. Blanks at its
// ends may be missing and those within be more or fewer, since messages are put on one line.
func asText(secret string) string {
	var pattern strings.Builder
	var blanks []string
	for secret = strings.TrimSpace(secret); secret != ""; {
		r, width := utf8.DecodeRuneInString(secret)
		forms := formsOf(r, secret[:width])
		secret = secret[width:]
		if unicode.IsSpace(r) {
			blanks = append(blanks, forms...)
			continue
		}
		if len(blanks) > 0 {
			pattern.WriteString(`(?:\s|` + strings.Join(blanks, "|") + `)+`)
			blanks = nil
		}
		pattern.WriteString(`(?:` + strings.Join(forms, "|") + `)`)
	}
	return pattern.String()
}

// formsOf are the patterns for one character, which consists of these bytes.
func formsOf(r rune, bytes string) []string {
	forms := []string{`\\*` + regexp.QuoteMeta(bytes), `(?i:` + percent(bytes) + `)`, fmt.Sprintf(`(?i:&#(?:0*%d|x0*%x);)`, r, r)}
	if r == utf8.RuneError {
		forms[0] = `\x{fffd}` // what is no UTF-8, and what takes its place
	}
	named := map[string]rune{
		`\\+t`: '\t', `\\+n`: '\n', `\\+r`: '\r', `\+`: ' ',
		"&quot;": '"', "&apos;": '\'', "&amp;": '&', "&lt;": '<', "&gt;": '>',
	}
	for name, of := range named {
		if of == r {
			forms = append(forms, name)
		}
	}
	var escape strings.Builder
	for _, unit := range utf16.Encode([]rune{r}) {
		fmt.Fprintf(&escape, `\\+u%04x`, unit)
	}
	return append(forms, `(?i:`+escape.String()+`)`, fmt.Sprintf(`(?i:\\+u%08x)`, r))
}

// percent writes every byte as a URL escapes it.
func percent(bytes string) string {
	var text strings.Builder
	for i := range len(bytes) {
		fmt.Fprintf(&text, "%%%02x", bytes[i])
	}
	return text.String()
}

// inBase64 are the patterns for a secret in base64, of both alphabets. What stands before the secret
// moves it by no, one or two bytes, which makes three texts of it; the characters at both ends that
// hold bits of its neighbours too are taken along, whatever they are.
func inBase64(secret string) []string {
	var patterns []string
	for shift := range 3 {
		text := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", shift) + secret))
		first, last := (shift*8+5)/6, (shift+len(secret))*8/6
		if last-first < minSecret {
			continue // so little stands in other texts too
		}
		core := regexp.QuoteMeta(text[first:last])
		core = strings.NewReplacer(`\+`, "[+-]", "/", "[/_]").Replace(core)
		patterns = append(patterns, `[\w+/-]?`+core+`[\w+/-]?=*`)
	}
	return patterns
}
