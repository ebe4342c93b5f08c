package http

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// graceToEnd is how long calls under way get to finish when serving ends.
const graceToEnd = 300 * time.Millisecond

// Serve answers calls on a listener until the context ends; calls under way then get a moment to
// finish. That end is no error.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := newServer(ctx, handler)
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceToEnd)
		defer cancel()
		if err := server.Shutdown(grace); err != nil {
			// Some call does not end by itself.
			_ = server.Close()
		}
	})
	err := server.Serve(listener)
	if !stop() {
		<-stopped
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serving the simulator on %s: %w", listener.Addr(), err)
}

// newServer ends with its context what waits in the queue or for ever.
func newServer(ctx context.Context, handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           withBodyTime(handler),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
	}
}
