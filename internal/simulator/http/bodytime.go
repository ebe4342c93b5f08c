package http

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// TimeForBody is how long the body of a call may take to arrive.
const TimeForBody = 30 * time.Second

// withBodyTime keeps callers that send their body slowly, or never, from holding a connection. The time
// counts while the body is read, not while a call waits for its turn or for what a fault does to it.
func withBodyTime(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil || r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		body := &timedBody{ReadCloser: r.Body, control: http.NewResponseController(w)}
		r.Body = body
		defer body.limit() // what nobody wanted to read is read to its end by the server
		next.ServeHTTP(w, r)
	})
}

// timedBody sets a time limit when it is first read, and takes it off at its end.
type timedBody struct {
	io.ReadCloser

	control        *http.ResponseController
	limited, ended bool
}

func (b *timedBody) Read(p []byte) (int, error) {
	b.limit()
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) && !b.ended {
		b.ended = true
		_ = b.control.SetReadDeadline(time.Time{}) // as below
	}
	return n, err
}

func (b *timedBody) limit() {
	if b.limited || b.ended {
		return
	}
	b.limited = true
	_ = b.control.SetReadDeadline(time.Now().Add(TimeForBody)) // where a connection has none, nothing waits
}
