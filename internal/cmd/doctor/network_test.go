package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/pace"
)

// TestTheWay: what the first call met is told step by step, and the step in which it ended is the one that failed.
func TestTheWay(t *testing.T) {
	t.Parallel()
	s := serve(t, nil, nil)
	c := calling(t, s.URL, things("things"))
	for _, one := range []struct {
		check   check
		outcome outcome
		detail  string
	}{
		{proxyCheck(c), outcomeOK, "none"},
		{dnsCheck(c), outcomeOK, "nothing to look up"},
		{connectionCheck(c), outcomeOK, s.Listener.Addr().String()},
		{tlsCheck(c), outcomeSkipped, "plain http to this machine"},
		{clockCheck(c), outcomeOK, "as the server's"},
	} {
		if found := look(t, one.check); !found.is(one.outcome, one.detail, "") {
			t.Errorf("%s: %+v", one.check.name, found)
		}
	}
	if calls := s.calls.Load(); calls != 1 {
		t.Errorf("%d calls", calls)
	}
}

// TestWhereACallEnds: only the step in which it ended has failed; those before it are told as they went.
func TestWhereACallEnds(t *testing.T) {
	t.Parallel()
	away := &client.Error{Kind: client.Unavailable, Message: "no"}
	for stage, wrong := range map[client.Stage]string{
		client.Lookup: "dns", client.Connect: "connection", client.NotBegun: "connection", client.Handshake: "tls", client.Answered: "",
	} {
		c := calling(t, "http://127.0.0.1:1", things("things"))
		c.target = environment(t, "AIMSIO_URL=https://aimsio.example")
		c.first = firstCall{made: true, err: away, journey: client.ProbeResult{Stage: stage, Host: "aimsio.example", Addresses: []string{"192.0.2.1"}, Peer: "192.0.2.1:443"}}
		for _, check := range []check{dnsCheck(c), connectionCheck(c), tlsCheck(c)} {
			if found := look(t, check); (found.outcome == outcomeFailed) != (check.name == wrong) {
				t.Errorf("a call that ends in %v: %s: %+v", stage, check.name, found)
			}
		}
	}
}

// TestDNS names what was looked up, and says that a proxy looks up the rest.
func TestDNS(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"aimsio.example": "aimsio.example: 192.0.2.1, 192.0.2.2",
		"AIMSIO.example": "AIMSIO.example: 192.0.2.1, 192.0.2.2",
		"proxy.example":  "proxy.example: 192.0.2.1, 192.0.2.2; the proxy looks up aimsio.example",
		"":               "nothing to look up",
	} {
		c := calling(t, "http://127.0.0.1:1", things("things"))
		c.target = environment(t, "AIMSIO_URL=https://aimsio.example")
		c.first = firstCall{made: true, journey: client.ProbeResult{Stage: client.Answered, Host: host, Addresses: []string{"192.0.2.1", "192.0.2.2"}}}
		if found := look(t, dnsCheck(c)); found.outcome != outcomeOK || found.detail != want {
			t.Errorf("%q: %+v", host, found)
		}
	}
}

// TestProxy: a failure behind one is told as such.
func TestProxy(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(nil)
	gone.Close()
	c := calling(t, "http://127.0.0.1:1", things("things"))
	options := client.Options{
		Base: environment(t, "AIMSIO_URL=https://aimsio.example").URL, Username: "me", Tries: 1, MaxWait: time.Millisecond, Rate: 1000, Parallel: 1,
		Password: func(context.Context) (string, error) { return "sesame", nil },
		Getenv: func(name string) (string, bool) {
			return strings.Replace(gone.URL, "//", "//somebody:secret@", 1), name == "HTTPS_PROXY"
		},
	}
	var err error
	if c.client, err = client.New(options); err != nil {
		t.Fatal(err)
	}
	if found := look(t, proxyCheck(c)); !found.is(outcomeOK, "by the variable HTTPS_PROXY", "") || strings.Contains(found.detail, "secret") {
		t.Errorf("%+v", found)
	}
	c.makeFirst(t.Context())
	if found := look(t, connectionCheck(c)); found.outcome != outcomeFailed || !strings.HasPrefix(found.detail, "through the proxy http://127.0.0.1") || strings.Contains(found.detail, "secret") {
		t.Errorf("%+v", found)
	}
}

// TestCertificate warns two weeks before every call fails.
func TestCertificate(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	until := func(end time.Time) *tls.ConnectionState {
		return &tls.ConnectionState{Version: tls.VersionTLS13, PeerCertificates: []*x509.Certificate{{NotAfter: end}}}
	}
	for _, test := range []struct {
		state          *tls.ConnectionState
		outcome        outcome
		detail, advice string
	}{
		{until(now.AddDate(1, 0, 0)), outcomeOK, "TLS 1.3, certificate until 2027-11-01", ""},
		{until(now.AddDate(0, 0, 14)), outcomeOK, "until 2026-11-15", ""},
		{until(now.AddDate(0, 0, 14).Add(-time.Second)), outcomeWarning, "until 2026-11-15, 13 days from now", "renew it"},
		{until(now.Add(30 * time.Hour)), outcomeWarning, "1 day from now", "renew it"},
		{nil, outcomeSkipped, "the handshake was not seen", ""},
		{&tls.ConnectionState{}, outcomeSkipped, "the handshake was not seen", ""},
	} {
		if found := certificate(test.state, now); !found.is(test.outcome, test.detail, test.advice) {
			t.Errorf("%+v", found)
		}
	}
}

// TestClock tells which of two clocks is ahead, and that a few seconds do no harm.
func TestClock(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		call    firstCall
		outcome outcome
		detail  string
	}{
		{firstCall{journey: client.ProbeResult{Stage: client.Connected}}, outcomeSkipped, "no answer came"},
		{firstCall{journey: client.ProbeResult{Stage: client.Answered}}, outcomeSkipped, "does not tell the server's time"},
		{firstCall{journey: client.ProbeResult{Stage: client.Answered, Date: now}, answered: now.Add(10400 * time.Millisecond)}, outcomeOK, "as the server's"},
		{firstCall{journey: client.ProbeResult{Stage: client.Answered, Date: now}, answered: now.Add(-10 * time.Second)}, outcomeOK, "as the server's"},
		{firstCall{journey: client.ProbeResult{Stage: client.Answered, Date: now}, answered: now.Add(11 * time.Second)}, outcomeWarning, "this machine is 11s ahead of the server"},
		{firstCall{journey: client.ProbeResult{Stage: client.Answered, Date: now}, answered: now.Add(-2 * time.Hour)}, outcomeWarning, "this machine is 2h0m0s behind the server"},
	} {
		if found := clock(&test.call); found.outcome != test.outcome || !strings.Contains(found.detail, test.detail) {
			t.Errorf("%+v", found)
		}
	}
}

// TestPace tells what a command would have to keep to now.
func TestPace(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status  pace.Status
		outcome outcome
		detail  string
	}{
		{pace.Status{Rate: 9.4, Full: 9.4, Busy: 2, Parallel: 10}, outcomeOK, "9.4 of 9.4 calls per second, 2 of 10 under way"},
		{pace.Status{Rate: 4.7, Full: 9.4, Parallel: 10}, outcomeWarning, "4.7 of 9.4 calls per second, 0 of 10 under way: the server refused calls"},
		{pace.Status{Rate: 9.4, Full: 9.4, Hold: 2600 * time.Millisecond}, outcomeWarning, "a pause, which goes on for 3s"},
	} {
		if found := paceInForce(test.status); found.outcome != test.outcome || !strings.Contains(found.detail, test.detail) {
			t.Errorf("%+v", found)
		}
	}
	c := &credentials{target: environment(t, "AIMSIO_URL=https://aimsio.example"), user: "me"}
	asked := ""
	found := look(t, paceCheck(c, func(_ *config.Environment, user string) pace.Options {
		asked = user
		return pace.Options{Rate: 10, Parallel: 10, Folder: t.TempDir()}
	}))
	if !found.is(outcomeOK, "calls per second", "") || asked != "me" {
		t.Errorf("of nobody yet: %+v, asked for %q", found, asked)
	}
}

// TestTheTarget tells which server it is, by whose word, and whether it can be written to.
func TestTheTarget(t *testing.T) {
	t.Parallel()
	utc := func() (*time.Location, error) { return time.UTC, nil }
	for name, test := range map[string]struct {
		settings, chosen, writes string
		outside                  bool
	}{
		"usual":     {"AIMSIO_URL=https://aimsio.example", "sandbox (variable AIMSIO_ENV): https://aimsio.example/ (variable AIMSIO_URL)", "allowed", true},
		"read-only": {"AIMSIO_URL=https://aimsio.example AIMSIO_READ_ONLY=true", "", "refused: read_only (variable AIMSIO_READ_ONLY)", true},
		"protected": {"AIMSIO_URL=https://aimsio.example AIMSIO_PROTECTED=true", "", "asked about first: protected (variable AIMSIO_PROTECTED)", true},
		"the demo":  {"AIMSIO_URL=https://aimsio.example AIMSIO_ENV=demo", "demo (variable AIMSIO_ENV): inside the program", "allowed", false},
	} {
		expected := environment(t, test.settings)
		var chosen target
		choose := func() (*config.Environment, error) { return expected.Environment, nil }
		load := func() (*config.Config, error) {
			return config.Load(config.Options{Getenv: func(variable string) (string, bool) { return expected.Name, variable == "AIMSIO_ENV" }})
		}
		found := chosen.chosenCheck(load, choose, utc).run(t.Context())
		if found[0].outcome != outcomeOK || !strings.Contains(found[0].detail, test.chosen) {
			t.Errorf("%s: %+v", name, found)
		}
		if name == "the demo" && (len(found) != 2 || found[1].outcome != outcomeWarning) {
			t.Errorf("a variable that is left out of account: %+v", found)
		}
		if writes := look(t, chosen.writesCheck()); !writes.is(outcomeOK, test.writes, "") {
			t.Errorf("%s: %+v", name, writes)
		}
		looked := chosen.outside(check{"x", nil, one(func(context.Context) finding { return passed("looked") })})
		if far := look(t, looked); (far.detail == "looked") != test.outside {
			t.Errorf("%s: %+v", name, far)
		}
	}
	var none target
	away := errors.New("no")
	fails := func() (*config.Environment, error) { return nil, away }
	if found := none.chosenCheck(nil, fails, utc).run(t.Context()); len(found) != 1 || !found[0].is(outcomeFailed, "no", "aimsio env show") {
		t.Errorf("%+v", found)
	}
	some := environment(t, "AIMSIO_URL=https://aimsio.example")
	found := (&target{}).chosenCheck(func() (*config.Config, error) { return nil, away }, func() (*config.Environment, error) { return some.Environment, nil },
		func() (*time.Location, error) { return nil, errors.New("TZ: no such zone") }).run(t.Context())
	if len(found) != 2 || !found[1].is(outcomeFailed, "no such zone", "until then no command shows or reads a time") {
		t.Errorf("an unknown zone: %+v", found)
	}
}

// TestTheBeginningIsEnough: of an answer only the beginning is read, however long it is.
func TestTheBeginningIsEnough(t *testing.T) {
	t.Parallel()
	released := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("[" + strings.Repeat(`{"guid":"x"},`, 100_000)))
		_ = http.NewResponseController(w).Flush()
		select { // the rest never comes
		case <-released:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(func() { close(released); s.Close() })
	c := calling(t, s.URL, things("things"))
	if found := look(t, authenticationCheck(c)); found.outcome != outcomeOK {
		t.Errorf("%+v", found)
	}
}
