package client

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/aimsio-cli/aimsio/internal/text"
)

const (
	// hidden stands where a secret was.
	hidden = "•••"
	// maxSecret is the longest form of a secret that is still found at the end of a text that
	// was cut off, in bytes. A password of 1,024 bytes may be six times as long in its escapes.
	maxSecret = 8 << 10
)

// secrets blots out the password in everything that leaves the client as text: a server may send
// back what it was sent. A server that wants to can dress it up beyond recognition; what is found
// is what honest programs make of a text that they quote.
type secrets struct {
	mu sync.Mutex
	// known are the forms of all secrets, as patterns.
	known []func() []string
	// absurd tells that one is so long that no pattern of it is made.
	absurd bool
	forms  atomic.Pointer[forms]
}

// forms are those of all secrets together.
type forms struct {
	// pattern is made when a text is first looked at, which most runs do without.
	pattern func() pattern
	needles needles
}

// learn takes in the forms in which a password may turn up: as text, and in base64 alone, as Basic
// authentication sends it, or as a part of something longer.
func (s *secrets) learn(username, password string) {
	if password == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known = append(s.known, func() []string {
		forms := inBase64(username + ":" + password)
		if len(strings.TrimSpace(password)) >= minSecret {
			forms = append(append(forms, inBase64(password)...), asText(password))
		}
		return forms
	})
	s.absurd = s.absurd || len(username)+len(password) > longestCredentials
	known, absurd := slices.Clone(s.known), s.absurd
	next := forms{needles: needlesOf(username, password), pattern: sync.OnceValue(func() pattern {
		if absurd {
			return pattern{}
		}
		var forms []string
		for _, of := range known {
			forms = append(forms, of()...)
		}
		return patternOf(forms)
	})}
	if earlier := s.forms.Load(); earlier != nil {
		next.needles = next.needles.and(earlier.needles)
	}
	s.forms.Store(&next)
}

func (s *secrets) hide(text string) string { return s.replace(text, hidden) }

// replace puts something in the place of the password in a text.
func (s *secrets) replace(text, by string) string {
	forms := s.forms.Load()
	if forms == nil || forms.needles.ruleOut(text) {
		return text
	}
	return forms.pattern().replace(text, by)
}

// short makes text from outside fit for an error: without the password, on one line, without
// control characters, at most limit characters long. The password goes first: what is cut or
// changed would no longer be recognised.
func (s *secrets) short(said string, limit int) string {
	return text.Shorten(text.OneLine(s.hide(said)), limit)
}

// shortStart is short for the start of a longer text. The end of it may be the beginning of a password,
// which is not recognised, and goes too. Blanks come first: a few of them may stand for very many.
func (s *secrets) shortStart(start string, limit int) string {
	start = s.hide(strings.Join(strings.Fields(start), " "))
	return text.Shorten(text.OneLine(start[:max(0, len(start)-maxSecret)]), limit)
}

// hideStart blots out the password in the first limit bytes of a text, also where it goes on behind
// them. It gives no more than that.
func (s *secrets) hideStart(start string, limit int) string {
	var places [][]int
	if forms := s.forms.Load(); forms != nil {
		places = forms.pattern().places(start)
	}
	var shown strings.Builder
	at := 0
	for _, place := range places {
		if place[0] >= limit {
			break
		}
		shown.WriteString(start[at:place[0]])
		shown.WriteString(hidden)
		at = place[1]
	}
	shown.WriteString(start[min(at, limit, len(start)):min(limit, len(start))])
	return shown.String()
}
