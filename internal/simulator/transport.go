package simulator

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
)

// inner is the server behind Transport.
type inner struct {
	mu        sync.Mutex
	listener  *pipeListener
	transport *http.Transport
	stop      context.CancelFunc
	ended     chan struct{}
}

// Transport gives a way to call the simulator without a network: real HTTP over connections in
// memory, to whatever host is asked for, http and https alike. Close ends it.
func (s *Simulator) Transport() http.RoundTripper {
	in := &s.inner
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.transport != nil {
		return in.transport
	}
	ctx, cancel := context.WithCancel(context.Background())
	in.stop, in.ended = cancel, make(chan struct{})
	in.listener = &pipeListener{calls: make(chan net.Conn), closed: make(chan struct{})}
	go func() {
		defer close(in.ended)
		// It ends by Close alone, which is no error.
		_ = s.Serve(ctx, in.listener)
	}()
	in.transport = &http.Transport{
		DialContext:         in.listener.dial,
		DialTLSContext:      in.listener.dial,
		MaxIdleConnsPerHost: 100,
	}
	return in.transport
}

// Close ends what Transport began. It does nothing where Transport was never asked for.
func (s *Simulator) Close() error {
	in := &s.inner
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.transport == nil {
		return nil
	}
	in.stop()
	in.transport.CloseIdleConnections()
	<-in.ended
	in.transport = nil
	return nil
}

// pipeListener is a net.Listener whose connections are made by dial, in the same process.
type pipeListener struct {
	calls  chan net.Conn
	once   sync.Once
	closed chan struct{}
}

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.calls <- far:
		return near, nil
	case <-l.closed:
		return nil, fmt.Errorf("calling the simulator: %w", net.ErrClosed)
	case <-ctx.Done():
		return nil, fmt.Errorf("calling the simulator: %w", ctx.Err())
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.calls:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return pipeAddress{} }

type pipeAddress struct{}

func (pipeAddress) Network() string { return "memory" }
func (pipeAddress) String() string  { return "simulator" }
