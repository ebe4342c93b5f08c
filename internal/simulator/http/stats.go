package http

import (
	"sync"
	"time"
)

// Stats tell how callers behaved.
type Stats struct {
	// Calls counts all calls, Refused those of them that the limits kept out.
	Calls, Refused int
	// MaxPerSecond is the largest number of calls that arrived within any one second.
	MaxPerSecond int
	// MaxParallel is the largest number of calls that were open at once, those in the queue
	// included.
	MaxParallel int
}

// meter counts calls as they arrive, before any limit.
type meter struct {
	mu       sync.Mutex
	seen     Stats
	open     int
	arrivals []time.Time
}

// arrive counts a call and gives what to call at its end.
func (m *meter) arrive() (leave func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	old := 0
	for old < len(m.arrivals) && now.Sub(m.arrivals[old]) >= time.Second {
		old++
	}
	m.arrivals = append(m.arrivals[old:], now)
	m.open++
	m.seen.Calls++
	m.seen.MaxPerSecond = max(m.seen.MaxPerSecond, len(m.arrivals))
	m.seen.MaxParallel = max(m.seen.MaxParallel, m.open)
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.open--
	}
}

func (m *meter) refuse() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen.Refused++
}

func (m *meter) stats() Stats {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.seen
}
