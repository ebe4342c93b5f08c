package client

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/http/httptrace"
	"slices"
	"sync"
	"time"
)

// Stage is how far a call came on its way to the server.
type Stage int

// The stages, in the order in which a call passes them. A call over plain http has no handshake,
// and one to an address no look-up.
const (
	NotBegun  Stage = iota // no connection was wanted yet
	Lookup                 // the name server was asked for the host
	Connect                // an address was called, or a proxy asked to call it
	Handshake              // TLS was begun
	Connected              // the connection stands, and the request left
	Answered               // an answer came
)

// ProbeResult is what a call met on its way. Where the call was tried again or redirected, the last
// way counts.
type ProbeResult struct {
	// Stage is the last one that was begun; a call without an answer ended in it.
	Stage Stage
	// Host is what was looked up, the proxy where there is one, and Addresses what was found.
	Host      string
	Addresses []string
	// Peer is the address that the connection leads to.
	Peer string
	// TLS describes the handshake, nil where there was none.
	TLS *tls.ConnectionState
	// Date is the server's clock as its answer tells it, the zero time where none came.
	Date time.Time
}

// Probe makes a call as Do does, and tells what it met on its way. look, which may be nil, is given the
// answer before it is thrown away. Of a connection that stood already there is nothing to tell, so it is for
// the first call of a client.
func (c *Client) Probe(ctx context.Context, r Request, look func(*Response)) (ProbeResult, error) {
	w := &watcher{}
	answer, err := c.do(httptrace.WithClientTrace(ctx, w.trace()), r, w.answered)
	if err == nil {
		if look != nil {
			look(answer)
		}
		err = answer.Close()
	}
	return w.seen(), err
}

// Proxy gives the address of the proxy that calls go through, without its user name and password, and
// the variable that names it; both are "" for a direct way.
func (c *Client) Proxy() (address, variable string) {
	if c.options.route.Proxy == nil {
		return "", ""
	}
	return c.options.route.address(), c.options.route.Variable
}

// watcher notes what a call meets. Its methods may be called by several goroutines, and after the
// end of the call by those that it left behind.
type watcher struct {
	mu     sync.Mutex
	result ProbeResult
}

func (w *watcher) note(change func(*ProbeResult)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.result)
}

func (w *watcher) seen() (journey ProbeResult) {
	w.note(func(j *ProbeResult) { journey = *j })
	return journey
}

func (w *watcher) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { w.note(func(j *ProbeResult) { j.Stage = Connect }) },
		DNSStart: func(info httptrace.DNSStartInfo) {
			w.note(func(j *ProbeResult) { j.Stage, j.Host, j.Addresses = Lookup, info.Host, nil })
		},
		DNSDone: func(info httptrace.DNSDoneInfo) {
			w.note(func(j *ProbeResult) {
				for _, address := range info.Addrs {
					j.Addresses = append(j.Addresses, address.String())
				}
				j.Addresses = slices.Compact(j.Addresses)
			})
		},
		ConnectStart: func(string, string) { w.note(func(j *ProbeResult) { j.Stage = Connect }) },
		ConnectDone: func(_, address string, err error) {
			w.note(func(j *ProbeResult) {
				if err == nil {
					j.Peer = address
				}
			})
		},
		TLSHandshakeStart: func() { w.note(func(j *ProbeResult) { j.Stage = Handshake }) },
		TLSHandshakeDone: func(state tls.ConnectionState, err error) {
			w.note(func(j *ProbeResult) {
				if err == nil {
					j.TLS = &state
				}
			})
		},
		GotConn: func(httptrace.GotConnInfo) { w.note(func(j *ProbeResult) { j.Stage = Connected }) },
	}
}

func (w *watcher) answered(answer *http.Response) {
	date, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		date = time.Time{}
	}
	w.note(func(j *ProbeResult) { j.Stage, j.Date = Answered, date })
}
