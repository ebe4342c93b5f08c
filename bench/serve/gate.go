package main

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// limit is how many calls the vendor allows in any second, slowLimit how many a server does that
// has slowed down.
const (
	limit     = 10
	slowLimit = 4
)

// gate counts the calls and, where it is strict, refuses those above the limit. A refused call
// counts like any other, so a client that goes on hammering stays outside.
type gate struct {
	strict  bool
	latency time.Duration
	// From slowFrom to slowUntil after the first call the limit is slowLimit; both 0 is never.
	slowFrom, slowUntil time.Duration

	mu     sync.Mutex
	recent []time.Time // of the last second
	busy   int
	counts counts
}

// counts is what /stats answers. bench/measure reads the same names.
type counts struct {
	Answered int `json:"answered"`
	Refused  int `json:"refused"`
	// Most is how many calls were there at once at most.
	Most int `json:"most"`
	// Seconds lie between the first call and the last one.
	Seconds float64 `json:"seconds"`
	// Each counts the calls of each second since the first one.
	Each []each `json:"each"`

	first time.Time
}

// each is what came in a second.
type each struct {
	Answered int `json:"answered"`
	Refused  int `json:"refused"`
}

// guard puts the gate before a handler.
func (g *gate) guard(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, _, ok := r.BasicAuth(); !ok {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		entered := g.enter(time.Now())
		defer g.leave()
		if !entered {
			http.Error(w, "too many calls", http.StatusTooManyRequests)
			return
		}
		time.Sleep(g.latency)
		next(w, r)
	})
}

// enter counts a call and tells whether it is to be answered.
func (g *gate) enter(now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.counts.first.IsZero() {
		g.counts.first = now
	}
	since := now.Sub(g.counts.first)
	g.counts.Seconds = since.Seconds()
	g.busy++
	g.counts.Most = max(g.counts.Most, g.busy)
	for len(g.counts.Each) <= int(since.Seconds()) {
		g.counts.Each = append(g.counts.Each, each{})
	}
	second := &g.counts.Each[int(since.Seconds())]
	for len(g.recent) > 0 && now.Sub(g.recent[0]) >= time.Second {
		g.recent = g.recent[1:]
	}
	g.recent = append(g.recent, now)
	if g.strict && len(g.recent) > g.limit(since) {
		g.counts.Refused++
		second.Refused++
		return false
	}
	g.counts.Answered++
	second.Answered++
	return true
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.busy--
}

// limit is what the server takes so long after the first call.
func (g *gate) limit(since time.Duration) int {
	if since >= g.slowFrom && since < g.slowUntil {
		return slowLimit
	}
	return limit
}

func (g *gate) stats(w http.ResponseWriter, _ *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	// An error means that the client went away.
	_ = json.NewEncoder(w).Encode(g.counts)
}
