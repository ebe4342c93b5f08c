package simulator

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	simulated "github.com/aimsio-cli/aimsio/internal/simulator/http"
)

// oneConnection is a listener with a single connection, which never leaves the process.
type oneConnection struct {
	conn   chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *oneConnection) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conn:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *oneConnection) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *oneConnection) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// TestBodiesHaveATimeOut: a body that does not come is not waited for, read or not, and a call without
// one, or with a whole one, may take as long as a fault makes it.
func TestBodiesHaveATimeOut(t *testing.T) {
	const timeForBody = simulated.TimeForBody
	const post = "POST /rest/api/standard/v1/JobOrder HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
	const basic = "Authorization: Basic dTpw\r\n"
	slow := []Fault{mustFault(t, "slow="+(2*timeForBody).String())}
	for name, test := range map[string]struct {
		request string
		options Options
		status  int
		took    time.Duration
		closed  bool
	}{
		"never whole":         {post + basic + "Content-Length: 99\r\n\r\n{", Options{}, http.StatusRequestTimeout, timeForBody, true},
		"never read":          {post + "Content-Length: 99\r\n\r\n{", Options{}, http.StatusUnauthorized, timeForBody, true},
		"slow without a body": {"GET /rest/api/standard/v1/JobOrder HTTP/1.1\r\nHost: x\r\n" + basic + "\r\n", Options{Faults: slow}, http.StatusOK, 2 * timeForBody, false},
		"slow with a body":    {post + basic + "Content-Length: 14\r\n\r\n{\"jobList\":[]}", Options{Faults: slow}, http.StatusOK, 2 * timeForBody, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, test.options)
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				listener := &oneConnection{conn: make(chan net.Conn, 1), closed: make(chan struct{})}
				mine, theirs := net.Pipe()
				listener.conn <- theirs
				done := make(chan error, 1)
				go func() { done <- s.Serve(ctx, listener) }()
				begun := time.Now()
				if _, err := io.WriteString(mine, test.request); err != nil {
					t.Fatal(err)
				}
				reader := bufio.NewReader(mine)
				answer, err := http.ReadResponse(reader, nil)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = io.Copy(io.Discard, answer.Body)
				if took := time.Since(begun); answer.StatusCode != test.status || took != test.took {
					t.Errorf("status %d after %s, want %d after %s", answer.StatusCode, took, test.status, test.took)
				}
				if test.closed {
					_, err := reader.ReadByte()
					if took := time.Since(begun); err == nil || took > timeForBody+time.Second {
						t.Errorf("the connection ends after %s: %v", took, err)
					}
				}
				_ = mine.Close()
				stop()
				if err := <-done; err != nil && !strings.Contains(err.Error(), "closed") {
					t.Error(err)
				}
			})
		})
	}
}
