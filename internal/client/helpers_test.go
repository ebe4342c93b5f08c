package client

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/pace"
)

const (
	testUser     = "integration@example.com"
	testPassword = `pä"ss & wörd`
)

// testOptions are those of a client of https://api.test that does as the defaults say.
func testOptions(t *testing.T, transport http.RoundTripper) Options {
	t.Helper()
	base, err := url.Parse("https://api.test/")
	if err != nil {
		t.Fatal(err)
	}
	return Options{
		Base:      base,
		Username:  testUser,
		Password:  func(context.Context) (string, error) { return testPassword, nil },
		UserAgent: "aimsio/test",
		Transport: transport,
	}
}

func newTestClient(t *testing.T, o Options) *Client {
	t.Helper()
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// trip is a server without a wire: a function that answers.
type trip func(*http.Request) (*http.Response, error)

func (f trip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answer makes a response of a status, headers as "Name: value", and a body.
func answer(status int, body string, headers ...string) *http.Response {
	h := http.Header{}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		h.Add(name, value)
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}
}

// script answers one call after the other with the given answers, the last one for ever, and
// notes when each call came.
type script struct {
	mu      sync.Mutex
	answers []func() (*http.Response, error)
	came    []time.Time
}

func (s *script) RoundTrip(*http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.answers[min(len(s.came), len(s.answers)-1)]
	s.came = append(s.came, time.Now())
	return next()
}

func status200() (*http.Response, error) { return answer(200, "[]"), nil }

// replies gives an answer of a script.
func replies(status int, body string, headers ...string) func() (*http.Response, error) {
	return func() (*http.Response, error) { return answer(status, body, headers...), nil }
}

// overPipes runs a real server over pipes in memory and gives the way there, so that what happens
// on a wire can be tested with the clock of a synctest bubble. Each connection takes dialTime.
func overPipes(t *testing.T, o Options, dialTime time.Duration, h http.Handler) *http.Transport {
	t.Helper()
	listener := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Hour}
	go func() { _ = server.Serve(listener) }()
	transport, err := newTransport(o.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	transport.Proxy = nil
	transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		if err := pace.Sleep(ctx, dialTime); err != nil {
			return nil, err
		}
		near, far := net.Pipe()
		select {
		case listener.conns <- far:
			return near, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = server.Close()
	})
	return transport
}

// pipes is a listener whose connections never leave the process.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// mustFail makes a call and gives the *Error that it must end in.
func mustFail(t *testing.T, c *Client, r Request) *Error {
	t.Helper()
	got, err := c.Do(t.Context(), r)
	if err == nil {
		_ = got.Close()
		t.Fatalf("%s %s succeeded with status %d", r.Method, r.Path, got.Status)
	}
	var failed *Error
	if !errors.As(err, &failed) {
		t.Fatalf("got %T %v, want *Error", err, err)
	}
	return failed
}

// mustWork makes a call and gives the body that it must end in.
func mustWork(t *testing.T, c *Client, r Request) (string, *Response) {
	t.Helper()
	got, err := c.Do(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	body, err := got.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Close(); err != nil {
		t.Fatal(err)
	}
	return string(body), got
}

// mostWithinASecond gives the largest number of moments in any second.
func mostWithinASecond(moments []time.Time) int {
	most := 0
	for i, first := range moments {
		n := 0
		for _, later := range moments[i:] {
			if later.Sub(first) < time.Second {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}
