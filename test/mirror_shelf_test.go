package test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// shelf is a server of job orders that a test changes as nobody could by way of the API: it takes
// records away, hides them, and changes them without a word in the index.
type shelf struct {
	mu     sync.Mutex
	index  []string
	stubs  map[string]string
	bodies map[string]string
	calls  []string
	// meanwhile is done once, in the middle of the next call for a record.
	meanwhile func()
}

// newShelf starts such a server with some job orders: id, time of change and body.
func newShelf(t *testing.T, jobs ...[3]string) (*shelf, string) {
	t.Helper()
	s := &shelf{stubs: map[string]string{}, bodies: map[string]string{}}
	for _, job := range jobs {
		s.put(job[0], job[1], job[2])
	}
	return s, serving(t, s.serve)
}

func (s *shelf) serve(w http.ResponseWriter, r *http.Request) {
	s.interrupt(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, r.URL.Path)
	_, id, whole := strings.Cut(r.URL.Path, "/JobOrder/")
	switch body, there := s.bodies[id]; {
	case whole && there:
		_, _ = fmt.Fprint(w, body)
	case whole:
		http.NotFound(w, r)
	default:
		var stubs []string
		for _, id := range s.index {
			stubs = append(stubs, s.stubs[id])
		}
		_, _ = fmt.Fprint(w, "["+strings.Join(stubs, ",")+"]")
	}
}

// during has something done in the middle of the next call for a record.
func (s *shelf) during(meanwhile func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.meanwhile = meanwhile
}

func (s *shelf) interrupt(r *http.Request) {
	if !strings.Contains(r.URL.Path, "/JobOrder/") {
		return
	}
	s.mu.Lock()
	meanwhile := s.meanwhile
	s.meanwhile = nil
	s.mu.Unlock()
	if meanwhile != nil {
		meanwhile()
	}
}

// put makes a job order, or changes it. The time is written into the index as it is; "" leaves it out.
func (s *shelf) put(id, updated, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.index, id) {
		s.index = append(s.index, id)
	}
	s.stubs[id], s.bodies[id] = fmt.Sprintf(`{"guid":%q}`, id), body
	if !strings.Contains(body, "jobGuid") {
		s.bodies[id] = strings.Replace(fmt.Sprintf(`{"jobGuid":%q,`, id)+body[1:], ",}", "}", 1)
	}
	if updated != "" {
		s.stubs[id] = fmt.Sprintf(`{"guid":%q,"updatedAt":%s}`, id, updated)
	}
}

// remove takes a job order away, as the index and the record itself.
func (s *shelf) remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.index = slices.DeleteFunc(s.index, func(other string) bool { return other == id })
	delete(s.bodies, id)
}

// hide makes a job order unreadable, while the index still names it.
func (s *shelf) hide(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.bodies, id)
}

// called tells how many calls there were since it was last asked.
func (s *shelf) called() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	count := len(s.calls)
	s.calls = nil
	return count
}
