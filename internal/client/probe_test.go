package client

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// probe makes the first call of a client to an address and tells how far it came.
func probe(t *testing.T, address string, change func(*Options)) (ProbeResult, *Error) {
	t.Helper()
	o := testOptions(t, nil)
	o.Tries = 1
	var err error
	if o.Base, err = url.Parse(address); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&o)
	}
	journey, err := newTestClient(t, o).Probe(t.Context(), Request{Method: "GET", Path: "/x"}, nil)
	var failed *Error
	if err != nil && !errors.As(err, &failed) {
		t.Fatalf("got %T %v, want *Error", err, err)
	}
	return journey, failed
}

func TestProbeOfAServerThatAnswers(t *testing.T) {
	server, caFile := secureServer(t, func(*httptest.Server) {})
	journey, failed := probe(t, server.URL, func(o *Options) { o.CAFile = caFile })
	switch {
	case failed != nil || journey.Stage != Answered:
		t.Fatalf("stage %d, %v", journey.Stage, failed)
	case journey.Host != "" || journey.Peer != server.Listener.Addr().String():
		t.Errorf("looked up %q, connected to %q", journey.Host, journey.Peer)
	case journey.TLS == nil || !journey.TLS.PeerCertificates[0].Equal(server.Certificate()):
		t.Errorf("TLS: %+v", journey.TLS)
	case time.Since(journey.Date).Abs() > time.Minute:
		t.Errorf("the server's clock: %s", journey.Date)
	}
}

func TestProbeLooksANameUp(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	journey, failed := probe(t, strings.Replace(server.URL, "127.0.0.1", "localhost", 1), nil)
	if failed == nil || failed.Kind != NotFound || journey.Stage != Answered || journey.TLS != nil {
		t.Errorf("stage %d, %v", journey.Stage, failed)
	}
	if journey.Host != "localhost" || !strings.Contains(strings.Join(journey.Addresses, " "), "127.0.0.1") {
		t.Errorf("looked up %q: %v", journey.Host, journey.Addresses)
	}
}

func TestProbeTellsWhereTheWayEnds(t *testing.T) {
	self, _ := secureServer(t, func(*httptest.Server) {})
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer silent.Close()
	nobody := &net.Dialer{Resolver: &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("no name server")
	}}}
	for name, tt := range map[string]struct {
		address         string
		change          func(*Options)
		stage           Stage
		problem, advice string
	}{
		"look-up": {
			"https://nowhere.invalid", func(o *Options) { o.Dial = nobody.DialContext }, Lookup,
			"no connection to nowhere.invalid: dial tcp: lookup nowhere.invalid", "",
		},
		"connect":   {gone.URL, nil, Connect, "refuses connections: nothing answers there", ""},
		"handshake": {self.URL, nil, Handshake, "is signed by nobody this machine trusts", "if it should be, name its authority's PEM file as `ca_file` of the environment"},
		"answer":    {silent.URL, func(o *Options) { o.Timeout = 50 * time.Millisecond }, Connected, "no complete answer within 50ms (timeout)", ""},
	} {
		t.Run(name, func(t *testing.T) {
			journey, failed := probe(t, tt.address, tt.change)
			if failed == nil || journey.Stage != tt.stage {
				t.Fatalf("stage %d, want %d; %v", journey.Stage, tt.stage, failed)
			}
			if !strings.Contains(failed.Problem(), tt.problem) || failed.Advice != tt.advice || tt.advice != "" && strings.Contains(failed.Problem(), tt.advice) {
				t.Errorf("problem %q, advice %q", failed.Problem(), failed.Advice)
			}
		})
	}
}
