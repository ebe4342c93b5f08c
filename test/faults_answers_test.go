package test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"time"
)

// answers gives the same answer to every call; headers are names and values in turn.
func answers(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// comeBackAt refuses with a moment in Retry-After.
func comeBackAt(after time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", time.Now().Add(after).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusTooManyRequests)
	}
}

// sends answers with raw bytes and breaks the connection.
func sends(raw string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(conn, raw)
		_ = conn.Close()
	}
}

// stalling begins a body, or nothing, and goes on for ever without another byte.
func stalling(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if body != "" {
			_, _ = io.WriteString(w, body)
			_ = http.NewResponseController(w).Flush()
		}
		<-r.Context().Done()
	}
}

func endless(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, `{"jobNumber":"`)
	for chunk := strings.Repeat("x", 32<<10); ; {
		if _, err := io.WriteString(w, chunk); err != nil {
			return
		}
	}
}

// movedOnce redirects within the server, and answers there.
func movedOnce(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery == "" {
			http.Redirect(w, r, r.URL.Path+"?moved", http.StatusMovedPermanently) //nolint:gosec // to where it came from
			return
		}
		_, _ = io.WriteString(w, body)
	}
}

func gzipped(text string) string {
	var out strings.Builder
	w := gzip.NewWriter(&out)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return out.String()
}
