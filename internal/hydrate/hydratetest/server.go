// Package hydratetest gives the tests of what reads records a small server of employees, whose records a test
// changes between two calls. What answers as the vendor's server does is the simulator.
package hydratetest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Server lists employees and gives each. It counts the calls that it gets.
type Server struct {
	mu       sync.Mutex
	entries  []entry
	bodies   map[string]string
	statuses map[string]int
	calls    []string
}

// entry is what the index has of a record; raw takes its place.
type entry struct {
	id        string
	updatedAt int64
	raw       string
}

// IndexCall is what Calls gives for a call of the index.
const IndexCall = "index"

// Employees is the entity that a Server has.
func Employees(t testing.TB) *api.Entity {
	t.Helper()
	entity, ok := api.Builtin().Entity("employees")
	if !ok {
		t.Fatal("there are no employees")
	}
	return entity
}

// NewServer makes one with so many employees: e1 with the code C1, e2 with C2, and so on, each changed that many
// seconds after 2026 began.
func NewServer(employees int) *Server {
	s := &Server{bodies: map[string]string{}, statuses: map[string]int{}}
	for i := range employees {
		s.Put(fmt.Sprintf("e%d", i+1), fmt.Sprintf("C%d", i+1), i+1)
	}
	return s
}

// Body is an employee as a Server gives it, with further members as they stand in JSON.
func Body(id, code string, members ...string) string {
	all := append([]string{fmt.Sprintf("%q:%q,%q:%q", "employeeGuid", id, "employeeCode", code)}, members...)
	return "{" + strings.Join(all, ",") + "}"
}

// Put adds an employee, or changes the one with its id, which was changed so many seconds after 2026 began.
func (s *Server) Put(id, code string, second int, members ...string) {
	const begin = 1767225600
	s.mu.Lock()
	defer s.mu.Unlock()
	made := entry{id: id, updatedAt: (begin + int64(second)) * 1000}
	if at := slices.IndexFunc(s.entries, func(e entry) bool { return e.id == id }); at >= 0 {
		s.entries[at] = made
	} else {
		s.entries = append(s.entries, made)
	}
	s.bodies[id] = Body(id, code, members...)
}

// Hide has an employee that the index does not name.
func (s *Server) Hide(id, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies[id] = Body(id, code)
}

// List adds an entry to the index as it is.
func (s *Server) List(raw string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entries = append(s.entries, entry{raw: raw})
}

// Remove takes an employee out of the index and away.
func (s *Server) Remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entries = slices.DeleteFunc(s.entries, func(e entry) bool { return e.id == id })
	delete(s.bodies, id)
}

// Answer has the server answer with a status where it is asked for a record, or for the index. 0 is as usual.
func (s *Server) Answer(status int, calls ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, call := range calls {
		s.statuses[call] = status
	}
}

// Calls gives what was called since it was last asked, sorted: ids, or IndexCall.
func (s *Server) Calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := s.calls
	s.calls = nil
	slices.Sort(calls)
	return calls
}

// ServeHTTP answers a call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := path.Base(r.URL.Path)
	body, known := s.bodies[id]
	if id == "Employee" {
		id, body, known = IndexCall, s.index(), true
	}
	s.calls = append(s.calls, id)
	status := s.statuses[id]
	if status == 0 && !known {
		status = http.StatusNotFound
	}
	w.Header().Set("Content-Type", "application/json")
	if status != 0 {
		w.WriteHeader(status)
		body = fmt.Sprintf(`{"message":"status %d it is"}`, status)
	}
	_, _ = w.Write([]byte(body))
}

// index gives the index as JSON. The caller holds the lock.
func (s *Server) index() string {
	var entries []string
	for _, e := range s.entries {
		if e.raw == "" {
			e.raw = fmt.Sprintf(`{"dtype":"Employee","guid":%q,"updatedAt":%d}`, e.id, e.updatedAt)
		}
		entries = append(entries, e.raw)
	}
	return "[" + strings.Join(entries, ",") + "]"
}

// RoundTrip answers a call without a network.
func (s *Server) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, r)
	response := answer.Result()
	response.Request = r
	return response, nil
}
