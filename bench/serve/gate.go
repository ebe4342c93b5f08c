package main

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// limit is how many calls the vendor allows in any second.
const limit = 10

// gate counts the calls and, where it is strict, refuses those above the limit. A refused call
// counts like any other, so a client that goes on hammering stays outside.
type gate struct {
	strict  bool
	latency time.Duration

	mu     sync.Mutex
	recent []time.Time // of the last second
	counts counts
}

// counts is what /stats answers. bench/measure reads the same names.
type counts struct {
	Answered int `json:"answered"`
	Refused  int `json:"refused"`
	// Seconds lie between the first call and the last one.
	Seconds float64 `json:"seconds"`

	first time.Time
}

// guard puts the gate before a handler.
func (g *gate) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, _, ok := r.BasicAuth(); !ok {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		if !g.enter(time.Now()) {
			http.Error(w, "too many calls", http.StatusTooManyRequests)
			return
		}
		time.Sleep(g.latency)
		next.ServeHTTP(w, r)
	})
}

// enter counts a call and tells whether it is to be answered.
func (g *gate) enter(now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.counts.first.IsZero() {
		g.counts.first = now
	}
	g.counts.Seconds = now.Sub(g.counts.first).Seconds()
	for len(g.recent) > 0 && now.Sub(g.recent[0]) >= time.Second {
		g.recent = g.recent[1:]
	}
	g.recent = append(g.recent, now)
	if g.strict && len(g.recent) > limit {
		g.counts.Refused++
		return false
	}
	g.counts.Answered++
	return true
}

func (g *gate) stats(w http.ResponseWriter, _ *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	// An error means that the client went away.
	_ = json.NewEncoder(w).Encode(g.counts)
}
