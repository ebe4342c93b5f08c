package test

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

type requestLogKey struct{}

// requestLog keeps the lines that the simulator writes, one a call.
type requestLog struct {
	mu    sync.Mutex
	lines []string
}

func (l *requestLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, strings.TrimRight(string(p), "\n"))
	return len(p), nil
}

func (l *requestLog) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.lines...)
}

// forget makes the next look begin here.
func (l *requestLog) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = nil
}

func requestsOf(ts *testscript.TestScript) *requestLog {
	return ts.Value(requestLogKey{}).(*requestLog)
}

// logDelay is how long the line of a call may come after its answer.
const logDelay = time.Second

// expectRequests is the command "requests N [PATTERN]": exactly N calls since the last look, of
// those whose log line ("TIME METHOD PATH STATUS BYTES DURATION USER") matches the pattern. "requests any" only forgets what was seen so far.
func expectRequests(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: requests N [PATTERN]")
	}
	log := requestsOf(ts)
	if args[0] == "any" {
		log.forget()
		return
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	pattern, err := regexp.Compile(strings.Join(args[1:], ""))
	ts.Check(err)
	for deadline := time.Now().Add(logDelay); ; time.Sleep(time.Millisecond) {
		lines := log.all()
		got := 0
		for _, line := range lines {
			if pattern.MatchString(line) {
				got++
			}
		}
		if got == want {
			log.forget()
			return
		}
		if got > want || time.Now().After(deadline) {
			ts.Fatalf("the server saw %d calls like %q, want %d:\n%s", got, pattern, want, strings.Join(lines, "\n"))
		}
	}
}
