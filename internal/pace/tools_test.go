package pace

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// newPace makes a pace of 10 calls a second and 10 at once; each stands for a process.
func newPace(folder string, notice func(string)) *Pace {
	return New(Options{Rate: 10, Parallel: 10, Folder: folder, Command: "aimsio test", Notice: notice})
}

// server counts calls as a strict one does: more than limit in any second are refused, and count.
type server struct {
	limit   func(time.Time) int
	latency time.Duration

	mu             sync.Mutex
	came, refusals []time.Time
	busy, most     int
}

// call makes one call and tells whether it was answered.
func (s *server) call() bool {
	s.mu.Lock()
	now := time.Now()
	s.came = append(s.came, now)
	recent := 0
	for _, at := range slices.Backward(s.came) {
		if now.Sub(at) >= time.Second {
			break
		}
		recent++
	}
	answered := s.limit == nil || recent <= s.limit(now)
	if !answered {
		s.refusals = append(s.refusals, now)
	}
	s.busy++
	s.most = max(s.most, s.busy)
	s.mu.Unlock()
	time.Sleep(s.latency)
	s.mu.Lock()
	s.busy--
	s.mu.Unlock()
	return answered
}

// paced makes a call at its turn, and tells the pace if it was refused.
func (s *server) paced(ctx context.Context, t *testing.T, p *Pace) bool {
	t.Helper()
	turn, err := p.Acquire(ctx)
	if err != nil {
		t.Error(err)
		return false
	}
	defer turn.Release()
	turn.Leave(ctx)
	answered := s.call()
	if !answered {
		p.Refused(0)
	}
	return answered
}

// within gives the largest number of times in any second.
func within(times []time.Time) int {
	most := 0
	for i, first := range times {
		end := i
		for end < len(times) && times[end].Sub(first) < time.Second {
			end++
		}
		most = max(most, end-i)
	}
	return most
}

// between counts the times from one to another.
func between(times []time.Time, from, to time.Time) int {
	n := 0
	for _, at := range times {
		if !at.Before(from) && at.Before(to) {
			n++
		}
	}
	return n
}

// notices collects what the user is told.
type notices struct {
	mu    sync.Mutex
	lines []string
}

func (n *notices) add(line string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lines = append(n.lines, line)
}

// want checks that there is one line for each text, which it contains.
func (n *notices) want(t *testing.T, texts ...string) {
	t.Helper()
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.lines) != len(texts) {
		t.Fatalf("notices %q, want %d", n.lines, len(texts))
	}
	for i, text := range texts {
		if !strings.Contains(n.lines[i], text) || strings.Contains(n.lines[i], "\n") {
			t.Errorf("notice %q, want one line with %q", n.lines[i], text)
		}
	}
}
