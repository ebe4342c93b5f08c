package test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// finding is a row of "doctor".
type finding struct{ Check, Result, Detail, Advice string }

// diagnosis reads what "doctor -o json" printed. A check has several rows at most where the first is
// the one that counts.
func diagnosis(t *testing.T, got outcome) map[string]finding {
	t.Helper()
	var rows []finding
	if err := json.Unmarshal([]byte(got.out), &rows); err != nil {
		t.Fatalf("%v\n%+v", err, got)
	}
	found := map[string]finding{}
	for _, row := range slices.Backward(rows) {
		found[row.Check] = row
	}
	return found
}

// TestDoctorOnTheWay: a fault of the way to the server fails the check that it belongs to, with the
// advice that fits. The checks before it are well, and those behind it are skipped for its sake.
func TestDoctorOnTheWay(t *testing.T) {
	order := []string{"proxy", "dns", "connection", "tls", "clock", "authentication", "read joborders"}
	faults := []struct {
		fault  fault
		check  string
		advice string
	}{
		{fault{name: "connection refused", dial: failing(syscall.ECONNREFUSED)}, "connection", "check the network, firewall and VPN, and the url of the environment"},
		{fault{name: "no connection", dial: waitingFor(time.Hour)}, "connection", "check the network, firewall and VPN, and the url of the environment"},
		{fault{name: "no answer", answer: stalling("")}, "authentication", "the server is reached but does not answer: try again later, or with a longer `timeout`"},
	}
	for i, advice := range []string{
		"if it should be, name its authority's PEM file as `ca_file` of the environment",
		"check the url of the environment",
		"check this machine's clock (2000-01-01), else its operator must renew it",
		"check this machine's clock (2000-01-01), else its operator must renew it",
		"check the url of the environment",
	} {
		faults = append(faults, struct {
			fault  fault
			check  string
			advice string
		}{tlsFaults(t)[i], "tls", advice})
	}
	for _, test := range faults {
		bubble(t, test.fault.name, func(t *testing.T) {
			n := newNetwork(t, &test.fault, func(string, int) bool { return true })
			begun := time.Now()
			got := n.run(t, "doctor", "-o", "json")
			found := diagnosis(t, got)
			if failed := found[test.check]; got.code != 7 || failed.Result != "failed" || failed.Advice != test.advice || strings.Contains(failed.Detail, failed.Advice) {
				t.Errorf("code %d, %+v", got.code, failed)
			}
			at := slices.Index(order, test.check)
			for i, name := range order {
				row := found[name]
				if i < at && row.Result != "ok" && row.Result != "skipped" || i > at && (row.Result != "skipped" || row.Detail != test.check+" failed") {
					t.Errorf("%+v", row)
				}
			}
			if took := time.Since(begun); took > 90*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

// TestDoctorReadsTheCertificate: its end is shown, and warned of when it is near.
func TestDoctorReadsTheCertificate(t *testing.T) {
	begin := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		until          time.Time
		result, detail string
	}{
		"far":  {begin.AddDate(3, 0, 0), "ok", "TLS 1.3, certificate until 2002-01-01"},
		"near": {begin.AddDate(1, 0, 9), "warning", "TLS 1.3, certificate until 2000-01-10, 9 days from now"},
	} {
		own := certificate(t, begin, test.until)
		bubble(t, name, func(t *testing.T) {
			n := newNetwork(t, &fault{certificate: own, trusted: true, server: "https://127.0.0.1:443"}, func(string, int) bool { return false })
			found := diagnosis(t, n.run(t, "doctor", "-o", "json"))
			if tls := found["tls"]; tls.Result != test.result || tls.Detail != test.detail || (tls.Advice == "") != (test.result == "ok") {
				t.Errorf("%+v", tls)
			}
			if found["authentication"].Result != "ok" || found["read joborders"].Result != "ok" {
				t.Errorf("%+v\n%+v", found["authentication"], found["read joborders"])
			}
		})
	}
}

// TestDoctorComparesClocks: the difference to the server's clock does harm from some seconds on. The
// clock of a run stands at noon of the first of November.
func TestDoctorComparesClocks(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]finding{
		"Sun, 01 Nov 2026 12:00:04 GMT": {Result: "ok", Detail: "as the server's, to 10s"},
		"Sun, 01 Nov 2026 11:58:00 GMT": {Result: "warning", Detail: "this machine is 2m0s ahead of the server"},
		"Sun, 01 Nov 2026 13:00:00 GMT": {Result: "warning", Detail: "this machine is 1h0m0s behind the server"},
		"yesterday":                     {Result: "skipped", Detail: "the answer does not tell the server's time"},
	} {
		server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", date)
			_, _ = fmt.Fprint(w, "[]")
		})
		got := run(variables(t, server), "doctor", "-o", "json")
		clock := diagnosis(t, got)["clock"]
		if got.code != 0 || clock.Result != want.Result || clock.Detail != want.Detail || (clock.Advice != "") != (want.Result == "warning") {
			t.Errorf("%s: code %d, %+v", date, got.code, clock)
		}
	}
}

// TestDoctorReadsBeginningsAlone: a list without end is a list that can be read, and a page with
// status 200 is none.
func TestDoctorReadsBeginningsAlone(t *testing.T) {
	t.Parallel()
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/User") {
			_, _ = fmt.Fprint(w, "<!DOCTYPE html><title>Sign in</title>"+strings.Repeat(" ", 10_000))
			return
		}
		_, _ = fmt.Fprint(w, "[")
		endless(w, r)
	})
	got := run(variables(t, server), "doctor", "-o", "json")
	found := diagnosis(t, got)
	if users := found["read users"]; got.code != 7 || users.Result != "failed" || !strings.Contains(users.Detail, `an HTML page titled "Sign in"`) {
		t.Errorf("code %d, %+v", got.code, users)
	}
	if jobs := found["read joborders"]; jobs.Result != "ok" || found["read pricebooks"].Result != "ok" {
		t.Errorf("%+v", jobs)
	}
}

// TestDoctorReadsWhatTheAPIAllows: an entity without a list is tried with a record that is not there,
// and one that nothing reads is left out.
func TestDoctorReadsWhatTheAPIAllows(t *testing.T) {
	t.Parallel()
	catalog := *api.Builtin()
	catalog.Entities = slices.Clone(catalog.Entities)
	for i, left := range map[int]api.Verb{0: api.Create, 1: api.Get} {
		entity := *catalog.Entities[i]
		entity.Operations = slices.DeleteFunc(slices.Clone(entity.Operations), func(o api.Operation) bool { return o.Verb != left })
		catalog.Entities[i] = &entity
	}
	server, log := simulated(t, nil)
	got := runOn(&catalog, variables(t, server), "doctor", "-o", "json")
	found := diagnosis(t, got)
	if got.code != 0 || found["read joborders"].Result != "skipped" || found["authentication"].Result != "ok" {
		t.Errorf("%+v", got)
	}
	if invoices := found["read invoices"]; invoices.Result != "ok" || !strings.Contains(invoices.Detail, "/Invoice/0000") {
		t.Errorf("%+v", invoices)
	}
	const days = 8 // records that are read for the days in them
	if calls := len(log.all()); calls != len(catalog.Entities)-1+days {
		t.Errorf("%d calls for %d entities and %d records", calls, len(catalog.Entities)-1, days)
	}
}

// TestDoctorSeesWhoElseCalls: the other processes that share the pace are rows of their own.
func TestDoctorSeesWhoElseCalls(t *testing.T) {
	t.Parallel()
	begun := make(chan struct{}, 100)
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.URL.Path, "/JobOrder/") {
			_, _ = fmt.Fprintf(w, "[%s]", strings.Repeat(`{"guid":"1"},`, 99)+`{"guid":"1"}`)
			return
		}
		begun <- struct{}{}
		_, _ = fmt.Fprint(w, "{}")
	})
	environment := with(variables(t, server), "AIMSIO_RATE=5")
	other := process(environment, "joborders", "list", "--full", "-o", "ndjson")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = other.Process.Kill(), other.Wait() }()
	<-begun
	got := run(environment, "doctor", "--columns", "check,detail", "-o", "csv")
	row := regexp.MustCompile(fmt.Sprintf(`(?m)^pace,aimsio joborders list \(process %d\): [1-9][0-9]* waiting$`, other.Process.Pid))
	if !row.MatchString(got.out) {
		t.Errorf("no row %s in\n%s%s", row, got.out, got.err)
	}
}

// TestDoctorByWayOfAProxy: the proxy is named without its password, and its refusal is not taken for
// one of the server.
func TestDoctorByWayOfAProxy(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodConnect {
			asked.Add(1)
		}
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	t.Cleanup(proxy.Close)
	address := strings.Replace(proxy.URL, "http://", "http://eve:"+"sesame-street@", 1)
	command := process(with(variables(t, "https://api.test/"), "HTTPS_PROXY="+address), "doctor", "-o", "json")
	out, err := command.Output()
	found := diagnosis(t, outcome{out: string(out)})
	if err == nil || command.ProcessState.ExitCode() != 7 || asked.Load() == 0 {
		t.Errorf("%v, the proxy was asked %d times", err, asked.Load())
	}
	if detail := found["proxy"].Detail; detail != proxy.URL+", by the variable HTTPS_PROXY" || strings.Contains(string(out), "sesame") {
		t.Errorf("%s\n%s", detail, out)
	}
	if row := found["connection"]; row.Result != "failed" || !strings.Contains(row.Detail, "through the proxy "+proxy.URL+": ") || !strings.Contains(row.Detail, "Proxy Authentication Required") {
		t.Errorf("%+v", row)
	}
}
