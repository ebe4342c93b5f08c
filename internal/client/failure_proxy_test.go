package client

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aimsio-cli/aimsio/internal/pace"
)

// What a proxy does on the way is told of the proxy, by the variable that names it and without its password;
// nothing has left then, so that a write may be tried again where another try can help.
func TestProxiesThatLetNothingThrough(t *testing.T) {
	proxied := func(op string, err error) error { return &net.OpError{Op: op, Net: "tcp", Err: err} }
	for name, tt := range map[string]struct {
		err   error
		kind  Kind
		tries int
		want  string
	}{
		"a password is wanted": {&proxyRefusalError{"http://proxy.test:3128", 407}, ProxyRefused, 1,
			"the proxy http://proxy.test:3128 (HTTPS_PROXY) does not let this call through: it answered 407 Proxy Authentication Required: " +
				"it wants a user name and a password, as in HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT"},
		"it is forbidden": {&proxyRefusalError{"http://proxy.test:3128", 403}, ProxyRefused, 1,
			"it answered 403 Forbidden: ask whoever runs the proxy to let api.test through"},
		"it is overloaded": {&proxyRefusalError{"http://proxy.test:3128", 503}, Unavailable, 6, "it answered 503 Service Unavailable (6 tries)"},
		"no such host": {proxied("proxyconnect", &net.DNSError{Name: "proxy.test", IsNotFound: true}), Unavailable, dnsTries,
			"there is no host named proxy.test, which HTTPS_PROXY names as the proxy: correct the variable, or unset it"},
		"nobody there": {proxied("proxyconnect", syscall.ECONNREFUSED), Unavailable, 6,
			"the proxy http://proxy.test:3128 (HTTPS_PROXY) refuses connections: nothing answers there"},
		"by SOCKS": {proxied("socks connect", errors.New("no route for eve:sesame-street")), Unavailable, 6,
			"no connection to the proxy http://proxy.test:3128 (HTTPS_PROXY): socks connect tcp: no route for eve:•••"},
		"the server, not the proxy": {proxied("dial", syscall.ECONNREFUSED), Unavailable, 1, "api.test refuses connections: nothing answers there"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				o := testOptions(t, trip(func(*http.Request) (*http.Response, error) { calls++; return nil, tt.err }))
				o.MaxWait = time.Hour
				c := newTestClient(t, o)
				proxy, err := url.Parse("http://eve:sesame-street@proxy.test:3128")
				if err != nil {
					t.Fatal(err)
				}
				c.options.route = Route{Proxy: proxy, Variable: "HTTPS_PROXY"}
				c.secrets.learn("eve", "sesame-street")
				c.calls = c.chain(o.Transport, pace.New(pace.Options{Rate: defaultRate, Parallel: defaultParallel})) // New knows no proxy before a Transport
				failed := mustFail(t, c, Request{Method: "POST", Path: "/x"})
				if failed.Kind != tt.kind || !strings.Contains(failed.Error(), tt.want) || failed.Tries != tt.tries || calls != tt.tries {
					t.Errorf("%d calls: %s, %q", calls, failed.Kind, failed)
				}
				if wantUnsure := name == "the server, not the proxy"; failed.Unsure != wantUnsure {
					t.Errorf("unsure: %v", failed.Unsure)
				}
			})
		})
	}
}
