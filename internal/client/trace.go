package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// maxTracedBody is how much of a body a trace shows, in bytes.
const maxTracedBody = 64 << 10

// Trace writes what a client sends and gets. Of the headers only those of an answer that explain it are shown, and
// the password is blotted out wherever it turns up. It may be shared by several clients.
type Trace struct {
	mu     sync.Mutex
	w      io.Writer
	bodies bool
}

// NewTrace makes a trace that writes one line a try to w, and with bodies also the beginning of
// the bodies of requests and answers.
func NewTrace(w io.Writer, bodies bool) *Trace { return &Trace{w: w, bodies: bodies} }

func trace(next handler, t *Trace, s *secrets) handler {
	if t == nil {
		return next
	}
	return func(ctx context.Context, c call) (*Response, error) {
		if t.bodies {
			// A little more than is shown: a password at the end must be whole to be found.
			c.stats.keep = maxTracedBody + maxSecret
		}
		begun := time.Now()
		answer, err := next(ctx, c)
		var lines strings.Builder
		lines.WriteString(traceLine(c, time.Since(begun), err, s))
		lines.WriteString(traceHeaders(c.stats.header, s))
		if t.bodies {
			lines.WriteString(traceBody("> ", c.Body, false, s))
			lines.WriteString(traceBody("< ", c.stats.head, c.stats.cut, s))
		}
		t.write(lines.String())
		return answer, err
	}
}

// write keeps the lines of one try together. A trace that cannot be written fails no call.
func (t *Trace) write(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = io.WriteString(t.w, text)
}

// traceLine describes one try: request, outcome, time, size, its number, and the wait before it.
func traceLine(c call, took time.Duration, err error, s *secrets) string {
	return fmt.Sprintf("%s: %s in %s, %s bytes, try %d, waited %s\n",
		s.short(c.name(), maxRequestText), outcome(c.stats.status, err, s), rounded(took), text.Count(c.stats.size), c.try, rounded(c.stats.waited))
}

func outcome(status int, err error, s *secrets) string {
	var parts []string
	if status > 0 {
		parts = append(parts, fmt.Sprint(status))
	}
	var failed *Error
	switch {
	case errors.As(err, &failed) && failed.Message == "" && status > 0: // which no body explains
		parts = []string{statusText(status)}
	case errors.As(err, &failed):
		if failed.Message != "" {
			parts = append(parts, s.short(failed.Message, maxSaid))
		}
	case err != nil:
		parts = append(parts, s.short(err.Error(), maxSaid))
	}
	return strings.Join(parts, " ")
}

// rounded gives a time in milliseconds, the smallest unit that says something about a network.
func rounded(d time.Duration) time.Duration { return d.Round(time.Millisecond) }

// traceBody shows a body line by line, each marked, safe for a terminal. The end of one that was cut may
// be a part of the password, which is not recognised: it is not shown.
func traceBody(mark string, body []byte, cut bool, s *secrets) string {
	if len(body) == 0 {
		return ""
	}
	limit := maxTracedBody
	if cut {
		limit = min(limit, max(0, len(body)-maxSecret))
	}
	shown := s.hideStart(string(body[:min(len(body), maxTracedBody+maxSecret)]), limit)
	cut = cut || len(body) > limit
	var lines strings.Builder
	for line := range strings.Lines(shown) {
		lines.WriteString(mark + text.SafeLines(strings.TrimRight(line, "\r\n")) + "\n")
	}
	if cut {
		lines.WriteString(mark + "… (more is not shown)\n")
	}
	return lines.String()
}
