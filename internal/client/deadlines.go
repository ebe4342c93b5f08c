package client

import (
	"context"
	"errors"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// The causes of a try's end that are its time-outs.
var (
	errNoConnection = errors.New("no connection in time")
	errNoAnswer     = errors.New("no complete answer in time")
)

// attempt watches one try: how far it came, and that it ends in time.
type attempt struct {
	connecting, connected atomic.Bool
	cancel                context.CancelCauseFunc
	whole                 *time.Timer
	connect               atomic.Pointer[time.Timer]
}

// newAttempt gives the context for a try, which ends with the cause errNoConnection or
// errNoAnswer when it takes too long. Connecting counts as a whole, from the name server to the
// end of the TLS handshake, by way of a proxy or not. Spaced runs when the connection stands.
func newAttempt(ctx context.Context, o Options, spaced func(context.Context)) (context.Context, *attempt) {
	ctx, cancel := context.WithCancelCause(ctx)
	a := &attempt{cancel: cancel}
	a.whole = time.AfterFunc(o.Timeout, func() { cancel(errNoAnswer) })
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) {
			a.connecting.Store(true)
			a.stopConnecting(time.AfterFunc(o.ConnectTimeout, func() { cancel(errNoConnection) }))
		},
		GotConn: func(httptrace.GotConnInfo) {
			a.connected.Store(true)
			a.stopConnecting(nil)
			spaced(ctx)
		},
	}), a
}

// stopConnecting ends the watch over a connection, and begins the next one if there is one.
func (a *attempt) stopConnecting(next *time.Timer) {
	if before := a.connect.Swap(next); before != nil {
		before.Stop()
	}
}

// neverLeft tells whether it is certain that nothing of the request reached the server: it asked
// for a connection and got none. A transport that does not say so leaves it open.
func (a *attempt) neverLeft() bool { return a.connecting.Load() && !a.connected.Load() }

// end frees what the try holds.
func (a *attempt) end() {
	a.whole.Stop()
	a.stopConnecting(nil)
	a.cancel(nil)
}
