// Package attack runs every verb of the program against servers that answer what they should not, and looks
// at what must hold whatever a server does: no crash, no secret, nothing lost, nothing twice, no write that
// was not confirmed, an exit code that says what happened.
package attack

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// kind is what a call asks for.
type kind string

const (
	index  kind = "index"
	whole  kind = "record"
	writes kind = "write"
)

// site is a server of two job orders and two invoices that is hostile to one kind of call.
type site struct {
	attack *attack
	on     kind

	mu sync.Mutex
	// posted are the bodies of all writes.
	posted []string
	// calls counts the hostile answers.
	calls int
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body) // a call that is cut off has none
	asked := kindOf(r)
	s.mu.Lock()
	if asked == writes {
		s.posted = append(s.posted, string(body))
	}
	hostile := asked == s.on
	if hostile {
		s.calls++
	}
	s.mu.Unlock()
	if hostile {
		s.attack.answer(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, honest(asked, r))
}

// met tells whether the attack was answered with at all.
func (s *site) met() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls > 0
}

func (s *site) sent() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.posted...)
}

func kindOf(r *http.Request) kind {
	const collection = 5 // slashes in /rest/api/standard/v1/JobOrder
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return writes
	case strings.Count(r.URL.Path, "/") > collection:
		return whole
	default:
		return index
	}
}

// honest is what the site answers where it is not hostile.
func honest(asked kind, r *http.Request) string {
	prefix := "job"
	if strings.Contains(r.URL.Path, "/Invoice") {
		prefix = "invoice"
	}
	switch asked {
	case index:
		return `[{"dtype":"X","guid":"g1","updatedAt":1767225600000},{"dtype":"X","guid":"g2","updatedAt":1767225600000}]`
	case whole:
		id := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		return fmt.Sprintf(`{"%[1]sGuid":"%[2]s","%[1]sNumber":"N-%[2]s","%[1]sName":"Rig","%[1]sStatus":"Active"}`, prefix, id)
	default:
		return ""
	}
}
