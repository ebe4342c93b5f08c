package client

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
)

const (
	// hidden stands where a secret was.
	hidden = "•••"
	// maxSecret is the longest form of a secret that is still found at the end of a text that
	// was cut off, in bytes.
	maxSecret = 4 << 10
	// minSecret is the length in bytes below which a password is blotted out only in base64: it
	// stands in ordinary words too, and to hide those would give it away.
	minSecret = 4
)

// secrets blots out the password in everything that leaves the client as text: a server may send
// back what it was sent.
type secrets struct {
	replacer atomic.Pointer[strings.Replacer]
}

// learn takes in the forms in which a password may turn up: plain, as part of JSON or of a URL,
// and in base64 alone or as Basic authentication sends it.
func (s *secrets) learn(username, password string) {
	if password == "" {
		return
	}
	pair := username + ":" + password
	var forms []string
	if len(password) >= minSecret {
		forms = append(forms, password, url.QueryEscape(password), url.PathEscape(password), inJSON(password))
	}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		forms = append(forms, encoding.EncodeToString([]byte(pair)))
		if len(password) >= minSecret {
			forms = append(forms, encoding.EncodeToString([]byte(password)))
		}
	}
	// The longer form first: a shorter one may be part of it.
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, form := range forms {
		pairs = append(pairs, form, hidden)
	}
	s.replacer.Store(strings.NewReplacer(pairs...))
}

func inJSON(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		return text
	}
	return string(quoted[1 : len(quoted)-1])
}

// hide blots out the password in a text.
func (s *secrets) hide(text string) string {
	if r := s.replacer.Load(); r != nil {
		return r.Replace(text)
	}
	return text
}

// short makes text from outside fit for an error: without the password, on one line, without
// control characters, at most limit characters long. The password goes first: what is cut or
// changed would no longer be recognised.
func (s *secrets) short(text string, limit int) string {
	return shorten(oneLine(s.hide(text)), limit)
}
