package test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// TestRedirects: the credentials go to the environment's own server alone.
func TestRedirects(t *testing.T) {
	t.Parallel()
	var reached, asked atomic.Int32
	elsewhere := serving(t, func(_ http.ResponseWriter, r *http.Request) {
		reached.Add(1)
		if r.Header.Get("Authorization") != "" {
			asked.Add(1)
		}
	})
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/Invoice"):
			http.Redirect(w, r, "/rest/api/standard/v1/JobOrder", http.StatusFound)
		case strings.HasSuffix(r.URL.Path, "/JobOrder"):
			user, password, _ := r.BasicAuth()
			_, _ = fmt.Fprintf(w, `[{"guid":%q}]`, user+" "+password)
		case strings.HasSuffix(r.URL.Path, "/Timecard"):
			http.Redirect(w, r, "/rest/api/standard/v1/Timecard", http.StatusFound)
		default:
			http.Redirect(w, r, elsewhere+"/rest/api/standard/v1/User", http.StatusTemporaryRedirect)
		}
	})
	environment := variables(t, server)
	if got := run(environment, "users", "list"); got.code == 0 || !strings.Contains(got.err, "where the credentials must not go") {
		t.Errorf("elsewhere: code %d, stderr %q", got.code, got.err)
	}
	if reached.Load() != 0 || asked.Load() != 0 {
		t.Errorf("the other server was called %d times, %d with credentials", reached.Load(), asked.Load())
	}
	if got := run(environment, "invoices", "list", "-o", "ndjson"); got.out != fmt.Sprintf("{\"guid\":%q}\n", scriptUser+" "+scriptPassword) {
		t.Errorf("within the server: %+v", got)
	}
	if got := run(environment, "timecards", "list"); got.code == 0 || !strings.Contains(got.err, "more than 5 times") {
		t.Errorf("in circles: code %d, stderr %q", got.code, got.err)
	}
}

// TestManners: what every call says of itself, and that no secret is ever printed.
func TestManners(t *testing.T) {
	t.Parallel()
	var agent atomic.Value
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		agent.Store(r.UserAgent())
		w.WriteHeader(http.StatusBadRequest)
		_, password, _ := r.BasicAuth()
		_, _ = fmt.Fprintf(w, `{"message":"what is %s supposed to be, and %s?"}`, password, r.Header.Get("Authorization"))
	})
	got := run(variables(t, server), "joborders", "list", "--trace=body", "-o", "json")
	if got.code != 1 || len(leaks(got.err, scriptPassword)) > 0 {
		t.Errorf("code %d, or the password is printed:\n%s", got.code, got.err)
	}
	if agent.Load() != "aimsio/"+testVersion {
		t.Errorf("User-Agent: %v", agent.Load())
	}
}

// TestRetryAfter: a server that asks for more patience than max_wait leaves is not waited for.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	got := run(variables(t, server), "joborders", "list")
	if got.code != 7 || calls.Load() != 1 || !strings.Contains(got.err, "it asks to wait 1h0m0s") {
		t.Errorf("code %d after %d calls: %s", got.code, calls.Load(), got.err)
	}
}

// TestRefusedMidway: when the permission for the records is missing, or the server is gone, a long
// run ends at once and says why.
func TestRefusedMidway(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]int{http.StatusUnauthorized: 3, http.StatusForbidden: 3, http.StatusBadGateway: 7} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int32
			server := serving(t, func(w http.ResponseWriter, r *http.Request) {
				calls.Add(1)
				if strings.HasSuffix(r.URL.Path, "/JobOrder") {
					_, _ = fmt.Fprint(w, "["+strings.Repeat(`{"guid":"1"},`, 499)+`{"guid":"1"}]`)
					return
				}
				w.WriteHeader(status)
			})
			got := run(with(variables(t, server), "AIMSIO_MAX_WAIT=1ms"), "joborders", "list", "--full", "-o", "json")
			if got.code != want || strings.TrimSpace(got.out) != "[]" {
				t.Errorf("code %d, want %d; stdout %q; stderr %s", got.code, want, got.out, got.err)
			}
			if calls.Load() > 100 {
				t.Errorf("%d calls were made although none can succeed", calls.Load())
			}
		})
	}
}
