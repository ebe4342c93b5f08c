// Package scrub takes secrets out of what is kept or shown: command lines, addresses, texts, bodies. It
// goes by the names that secrets have and the forms that they come in; it knows no secret itself.
package scrub

import (
	"slices"
	"strings"
	"unicode"
)

// Hidden stands where a secret was.
const Hidden = "***"

// secretWords are the parts of names whose values are secrets, in lower case and without separators.
func secretWords() []string {
	return []string{
		"password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "apikey", "accesskey", "privatekey", "sharedkey", "signingkey",
		"encryptionkey", "masterkey", "accountkey", "subscriptionkey", "credential", "authorization", "cookie", "sessionid", "sessid", "sessionkey",
		"jwt", "bearer", "csrf", "xsrf", "clientassertion", "samlresponse", "codeverifier",
	}
}

// shortWords are names that are those of secrets only as a whole.
func shortWords() []string {
	return []string{
		"pass", "auth", "otp", "totp", "userpass", "dbpass", "session", "sid", "connectsid", "sig", "amzsignature", "googsignature",
	}
}

// aboutSecrets are the last words of names that tell something about a secret and hold none.
func aboutSecrets() []string {
	return []string{
		"count", "policy", "policies", "length", "size", "type", "kind", "status", "state", "set", "stdin", "expiry", "expires", "expiration",
		"expired", "at", "on", "date", "time", "age", "days", "required", "enabled", "disabled", "allowed", "changed", "valid", "min",
		"max", "limit", "url", "uri", "endpoint", "format", "name", "uname", "guid",
	}
}

// Name tells whether a name is one of a secret: of a flag, a header, a field, a variable.
func Name(name string) bool {
	return short(name) || long(name)
}

// short tells a name that is one of a secret in a query or a body, and an ordinary word in a sentence.
func short(name string) bool {
	plain := joined(name)
	return slices.Contains(shortWords(), plain) || slices.Contains(shortWords(), strings.TrimPrefix(plain, "x"))
}

func long(name string) bool {
	last, joined := lastWord(name), joined(name)
	if !slices.ContainsFunc(secretWords(), func(word string) bool { return strings.Contains(joined, word) }) {
		return false
	}
	return !slices.Contains(aboutSecrets(), last)
}

// joined is a name in lower case without what separates its words.
func joined(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// lastWord is the last word of a name such as tokenCount, token_count or Token-Count, in lower case.
func lastWord(name string) string {
	runes := []rune(strings.TrimRightFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	start := 0
	for i := len(runes) - 1; i > 0; i-- {
		separated := !unicode.IsLetter(runes[i-1]) && !unicode.IsDigit(runes[i-1])
		if separated || unicode.IsUpper(runes[i]) && !unicode.IsUpper(runes[i-1]) {
			start = i
			break
		}
	}
	return strings.ToLower(string(runes[start:]))
}
