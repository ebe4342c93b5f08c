package harness

import (
	"context"
	"errors"
	"io"
	"net"
	"syscall"
	"testing"
)

// Pipes are a network in memory, which works with the clock of a synctest bubble: a net.Listener, and a
// Dial that reaches it.
type Pipes struct {
	conns chan net.Conn
	life  context.Context
	end   context.CancelFunc
}

// NewPipes makes a network that ends with the test.
func NewPipes(t testing.TB) *Pipes {
	t.Helper()
	p := &Pipes{conns: make(chan net.Conn)}
	p.life, p.end = context.WithCancel(t.Context())
	return p
}

// Life ends with the network.
func (p *Pipes) Life() context.Context { return p.life }

// Dial connects to whoever accepts, whatever the address is.
func (p *Pipes) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.conns <- far:
		return resetting{near}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept gives the other end of the next connection.
func (p *Pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.life.Done():
		return nil, net.ErrClosed
	}
}

// Close ends the network.
func (p *Pipes) Close() error {
	p.end()
	return nil
}

// Addr gives the address at which the network seems to be.
func (p *Pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

// resetting is a connection whose other end leaves without saying so.
type resetting struct{ net.Conn }

func (r resetting) Read(b []byte) (int, error) {
	read, err := r.Conn.Read(b)
	if errors.Is(err, io.EOF) {
		err = syscall.ECONNRESET
	}
	return read, err
}
