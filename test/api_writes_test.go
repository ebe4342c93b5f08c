package test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// TestCallsThatWriteInDisguise: what a server may take for a write is guarded and logged like one.
func TestCallsThatWriteInDisguise(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		_, _ = w.Write([]byte("[]"))
	})
	body := filepath.Join(t.TempDir(), "body.json")
	if err := os.WriteFile(body, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"GET", "JobOrder", "-H", "X-HTTP-Method-Override: DELETE"},
		{"HEAD", "JobOrder", "-H", "x-http-method: PUT"},
		{"GET", "JobOrder", "-H", "X-Method-Override: POST"},
		{"GET", "JobOrder?_method=DELETE"},
		{"GET", "JobOrder?method=delete"},
		{"GET", "JobOrder?HTTP_Verb=put"},
		{"GET", "JobOrder;_method=delete"},
		{"GET", "JobOrder", "-f", body},
		{"HEAD", "JobOrder", "-f", body},
		{"OPTIONS", "JobOrder", "-f", body},
	} {
		environment := variables(t, server)
		before := calls.Load()
		got := run(with(environment, "AIMSIO_READ_ONLY=true"), append([]string{"api"}, args...)...)
		if got.code != 9 || calls.Load() != before {
			t.Errorf("%v in a read-only environment: %d calls, %+v", args, calls.Load()-before, got)
		}
		if got := run(environment, append([]string{"api"}, args...)...); got.code != 0 || calls.Load() != before+1 {
			t.Errorf("%v: %d calls, %+v", args, calls.Load()-before, got)
		}
		if got := run(environment, "log", "-o", "ndjson"); strings.Count(got.out, "\n") != 1 || !strings.Contains(got.out, args[0]) {
			t.Errorf("%v is not in the log: %+v", args, got)
		}
	}
}

// TestCallsThatOnlySpeakOfMethods are reads.
func TestCallsThatOnlySpeakOfMethods(t *testing.T) {
	t.Parallel()
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("[]")) })
	for _, path := range []string{"JobOrder?paymentMethod=cash", "JobOrder?method=cash&q=delete", "JobOrder?_method=GET"} {
		if got := run(with(variables(t, server), "AIMSIO_READ_ONLY=true"), "api", "GET", path); got.code != 0 {
			t.Errorf("%s: %+v", path, got)
		}
	}
}

// TestCallsThatCannotBeSent: they are usage errors at once, and nothing is sent.
func TestCallsThatCannotBeSent(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := serving(t, func(http.ResponseWriter, *http.Request) { calls.Add(1) })
	for _, args := range [][]string{
		{"GET", "JobOrder", "-H", "X Y: 1"},
		{"GET", "JobOrder", "-H", "Ünï: 1"},
		{"GET", "JobOrder", "-H", "X-Y: a\nb"},
		{"GET", "JobOrder", "-H", "Content-Length: 7"},
		{"GET", "JobOrder", "-H", "Host: evil.test"},
		{"GET", "JobOrder/..%2fEmployee"},
		{"GET", "JobOrder/..%252fEmployee"},
		{"GET", "JobOrder/%25252e%25252e%25252fEmployee"},
		{"POST", `JobOrder/..\Employee`},
		{"GET", "JobOrder/..;/Employee"},
		{"GET", "JobOrder/..%00/Employee"},
		{"GET", "JobOrder/%2500"},
		{"DELETE", "JobOrder/1%0A"},
		{"GET", "JobOrder/1\x01"},
	} {
		if got := run(variables(t, server), append([]string{"api"}, args...)...); got.code != 2 || got.out != "" || calls.Load() != 0 {
			t.Errorf("%v: %d calls, %+v", args, calls.Load(), got)
		}
	}
	for _, id := range []string{"..", "../Employee", "..%2fEmployee", "%2e%2e/Employee"} {
		if got := run(variables(t, server), "joborders", "get", id); got.code != 2 || calls.Load() != 0 {
			t.Errorf("get %s: %d calls, %+v", id, calls.Load(), got)
		}
	}
}

// TestABodyWithoutEnd: what goes out is bounded as what comes in.
func TestABodyWithoutEnd(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	var calls atomic.Int32
	server := serving(t, func(http.ResponseWriter, *http.Request) { calls.Add(1) })
	environment := variables(t, server)
	got := runReal(environment, strings.Repeat("x", 64<<20+1), "api", "POST", "JobOrder", "-f", "-")
	if got.code != 5 || calls.Load() != 0 || !strings.Contains(got.err, "the body is larger than 64 MiB: nothing was sent") {
		t.Errorf("%d calls, %+v", calls.Load(), got)
	}
	if got := runReal(environment, strings.Repeat("x", 64<<20), "api", "POST", "JobOrder", "-f", "-"); got.code != 0 || calls.Load() != 1 {
		t.Errorf("%d calls, %+v", calls.Load(), got)
	}
}

// TestAPartThatWasAskedFor: 206 is the answer to a call for a part alone.
func TestAPartThatWasAskedFor(t *testing.T) {
	t.Parallel()
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusPartialContent)
		_, _ = w.Write([]byte("part"))
	})
	if got := run(variables(t, server), "api", "GET", "x", "-H", "Range: bytes=0-3"); got.code != 0 || got.out != "part" {
		t.Errorf("%+v", got)
	}
	if got := run(variables(t, server), "api", "GET", "x"); got.code != 7 || got.out != "" {
		t.Errorf("%+v", got)
	}
}
