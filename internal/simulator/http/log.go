package http

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// requestLog writes one line for every call: time, method, path, status ("-" for none), bytes of
// the body, duration in milliseconds, user name ("-" for none). Never the password.
type requestLog struct {
	mu sync.Mutex
	to io.Writer
}

// logLine watches one answer.
type logLine struct {
	http.ResponseWriter
	log    *requestLog
	call   *http.Request
	clock  func() time.Time
	began  time.Time
	status int
	bytes  int
}

func (l *requestLog) begin(w http.ResponseWriter, r *http.Request, clock func() time.Time) *logLine {
	return &logLine{ResponseWriter: w, log: l, call: r, clock: clock, began: clock()}
}

// Unwrap lets http.ResponseController reach the connection.
func (l *logLine) Unwrap() http.ResponseWriter { return l.ResponseWriter }

func (l *logLine) WriteHeader(status int) {
	l.status = status
	l.ResponseWriter.WriteHeader(status)
}

func (l *logLine) Write(p []byte) (int, error) {
	if l.status == 0 {
		l.status = http.StatusOK
	}
	n, err := l.ResponseWriter.Write(p)
	l.bytes += n
	return n, err
}

// end writes the line. A log that cannot be written must not disturb the answer.
func (l *logLine) end() {
	if l.log.to == nil {
		return
	}
	status := "-"
	if l.status > 0 {
		status = strconv.Itoa(l.status)
	}
	user, _, _ := l.call.BasicAuth()
	l.log.mu.Lock()
	defer l.log.mu.Unlock()
	_, _ = fmt.Fprintf(l.log.to, "%s %s %s %s %d %.1fms %s\n", l.began.UTC().Format("2006-01-02T15:04:05.000Z"),
		l.call.Method, l.call.URL.RequestURI(), status, l.bytes,
		float64(l.clock().Sub(l.began).Microseconds())/1000, plain(user))
}

// plain keeps a user name from making up log lines of its own.
func plain(user string) string {
	if user == "" {
		return "-"
	}
	if strings.ContainsFunc(user, func(r rune) bool { return r <= ' ' || r == '"' || !strconv.IsPrint(r) }) {
		return strconv.Quote(user)
	}
	return user
}
