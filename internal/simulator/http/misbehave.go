package http

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// faulty gives a call the fault that was drawn for it, or its true answer.
type faulty struct {
	draw      *faultDraw
	endpoints *endpoints
	clock     func() time.Time
}

func (f *faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	delay, fault := f.draw.next(r)
	if delay > 0 {
		select {
		case <-time.After(delay):
		case <-r.Context().Done():
			return
		}
	}
	switch {
	case fault == nil:
		f.endpoints.ServeHTTP(w, r)
		return
	case fault.kind == "cut":
		f.cut(w, r, fault)
		return
	case fault.applied == half, fault.applied == whole:
		f.endpoints.carryOut(r, fault.applied)
	}
	f.fail(w, r, fault)
}

func (f *faulty) fail(w http.ResponseWriter, r *http.Request, fault *Fault) {
	switch fault.kind {
	case "timeout":
		// The end of the caller is only noticed once the body has been read.
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case "reset":
		reset(w)
	case "html":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		send(w, http.StatusOK, []byte("<!DOCTYPE html>\n<html><head><title>Sign in</title></head>"+
			"<body><form action=\"/login\" method=\"post\"><input name=\"user\"></form></body></html>\n"))
	case "empty":
		send(w, http.StatusOK, nil)
	default:
		f.sendStatus(w, fault)
	}
}

func (f *faulty) sendStatus(w http.ResponseWriter, fault *Fault) {
	if fault.retryAfter > 0 {
		text := strconv.Itoa(int(fault.retryAfter / time.Second))
		if fault.asDate {
			text = f.clock().Add(fault.retryAfter).UTC().Format(http.TimeFormat)
		}
		w.Header().Set("Retry-After", text)
	}
	sendProblem(w, fault.status, fmt.Sprintf("simulated fault: %d %s", fault.status, http.StatusText(fault.status)))
}

// reset breaks the connection without a word. Over TCP the caller sees "connection reset", in
// memory and over HTTP/2 an early end.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		// Should this fail, the caller sees an early end, which is as bad.
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// cut sends an answer that ends too soon: half of a body whose length was announced, or where
// the body is long its beginning in chunks without the last one.
func (f *faulty) cut(w http.ResponseWriter, r *http.Request, fault *Fault) {
	if fault.applied == none || fault.applied == half {
		f.endpoints.carryOut(r, fault.applied)
		w.Header().Set("Content-Length", "100")
		breakOff(w, http.StatusOK, []byte(`{"`))
	}
	short := &cutWriter{to: w, status: http.StatusOK}
	f.endpoints.ServeHTTP(short, r)
	w.Header().Set("Content-Length", strconv.Itoa(max(2, len(short.body))))
	breakOff(w, short.status, short.body[:len(short.body)/2])
}

// breakOff sends the beginning of an answer and ends the connection.
func breakOff(w http.ResponseWriter, status int, beginning []byte) {
	w.WriteHeader(status)
	_, _ = w.Write(beginning)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// cutWriter keeps an answer back, and breaks off once it is longer than a chunk.
type cutWriter struct {
	to     http.ResponseWriter
	status int
	body   []byte
}

func (c *cutWriter) Header() http.Header    { return c.to.Header() }
func (c *cutWriter) WriteHeader(status int) { c.status = status }

func (c *cutWriter) Write(p []byte) (int, error) {
	c.body = append(c.body, p...)
	if len(c.body) > chunk {
		breakOff(c.to, c.status, c.body)
	}
	return len(p), nil
}
