package journal

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// hidden stands where a secret was.
const hidden = "***"

// secretWords are the parts of names whose values are secrets.
func secretWords() []string {
	return []string{"password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "api-key", "api_key",
		"credential", "authorization", "cookie", "private-key", "private_key", "privatekey"}
}

// isSecret tells whether a name is one of a secret: a flag, a header, a field, a variable.
func isSecret(name string) bool {
	name = strings.ToLower(name)
	for _, word := range secretWords() {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// Scrub gives a command line without its secrets: the values of flags whose names look like one
// of a password, of settings such as "--set userPassword=…", of headers, and the password of a
// URL. It leaves what it is given unchanged.
func Scrub(command []string) []string {
	scrubbed := make([]string, 0, len(command))
	hideNext := false
	for _, arg := range command {
		if hideNext && !isFlag(arg) {
			scrubbed, hideNext = append(scrubbed, hidden), false
			continue
		}
		hideNext = takesSecret(arg)
		scrubbed = append(scrubbed, scrubArgument(arg))
	}
	return scrubbed
}

// isFlag tells a flag from a value that only begins with a dash.
func isFlag(arg string) bool { return strings.HasPrefix(arg, "--") && len(arg) > 2 }

// takesSecret tells whether an argument is a flag whose secret value comes as the next one.
func takesSecret(arg string) bool {
	return strings.HasPrefix(arg, "-") && !strings.ContainsAny(arg, "=: ") && isSecret(arg) && !strings.HasSuffix(arg, "-stdin")
}

// scrubArgument hides the value of NAME=VALUE and "Name: value" and the passwords of URLs.
func scrubArgument(arg string) string {
	at := strings.IndexAny(arg, "=:")
	if at > 0 && isSecret(arg[:at]) {
		return arg[:at+1] + hidden
	}
	if at > 0 && arg[at] == '=' {
		// A flag and its value in one: --set=userPassword=…
		return arg[:at+1] + scrubArgument(arg[at+1:])
	}
	return scrubURL(arg)
}

// scrubURL hides the password in every URL of a text, and all of a user name that stands alone,
// which may be a token.
func scrubURL(text string) string {
	if !strings.Contains(text, "//") {
		return text
	}
	return regexp.MustCompile(`(//)[^/\s?#"']*@`).ReplaceAllString(text, "${1}"+hidden+"@")
}

// scrubbed gives the entry without its secrets, and leaves the caller's as it is.
func (e Entry) scrubbed() Entry {
	e.Path, e.Body = scrubArgument(e.Path), scrubBody(e.Body)
	before := make([]jsontext.Value, len(e.Before))
	for i, v := range e.Before {
		before[i] = scrubBody(v)
	}
	e.Before = before
	return e
}

// scrubBody takes the values of secret members out of a body, and keeps every other byte. What is
// not JSON becomes a JSON string, and nothing becomes null.
func scrubBody(body jsontext.Value) jsontext.Value {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return jsontext.Value("null")
	}
	if !body.IsValid(record.Lenient()) {
		// The error tells of invalid UTF-8, which has been replaced by then.
		text, _ := jsontext.AppendQuote(nil, scrubURL(string(body)))
		return text
	}
	if !isSecret(string(body)) {
		return body
	}
	return appendScrubbed(make(jsontext.Value, 0, len(body)), body)
}

func appendScrubbed(dst, v jsontext.Value) jsontext.Value {
	switch v.Kind() {
	case jsontext.KindBeginObject:
		dst = append(dst, '{')
		for name, value := range record.RawMembers(v) {
			dst = append(append(comma(dst, '{'), name...), ':')
			if kind := value.Kind(); isSecret(record.Text(name)) && (kind == jsontext.KindString || kind == jsontext.KindNumber) {
				dst = append(dst, `"`+hidden+`"`...)
				continue
			}
			dst = appendScrubbed(dst, value)
		}
		return append(dst, '}')
	case jsontext.KindBeginArray:
		dst = append(dst, '[')
		for value := range record.Elements(v) {
			dst = appendScrubbed(comma(dst, '['), value)
		}
		return append(dst, ']')
	default:
		return append(dst, v...)
	}
}

// comma separates what follows from what stands before it, if anything does.
func comma(dst jsontext.Value, open byte) jsontext.Value {
	if dst[len(dst)-1] == open {
		return dst
	}
	return append(dst, ',')
}
