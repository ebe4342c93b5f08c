package test

import (
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

// TestAPauseHoldsTheNextCommand: what the server asked one command to wait holds for all, and each
// waits for it as long as its own --max-wait says.
func TestAPauseHoldsTheNextCommand(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.Header().Set("Retry-After", "600")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	environment := variables(t, server)
	got := run(environment, "joborders", "list", "--max-wait", "1ms")
	if got.code != 7 || calls.Load() != 1 || !strings.Contains(got.err, "it asks to wait 10m0s, longer than max_wait (1ms) leaves") {
		t.Errorf("code %d after %d calls: %s", got.code, calls.Load(), got.err)
	}
	for _, args := range [][]string{
		{"joborders", "list"}, {"invoices", "get", "1", "--max-wait", "9m"}, {"api", "GET", "User"}, {"api", "POST", "Employee"},
		{"employees", "create", "--set", "employeeCode=E-1", "--no-validate"},
	} {
		got := run(environment, args...)
		if got.code == 0 || calls.Load() != 1 || !strings.Contains(got.out+got.err, "not sent: the server asked all commands to wait, until ") {
			t.Errorf("%v: %d calls, %+v", args, calls.Load(), got)
		}
		if args[0] == "api" && (got.code != 7 || !strings.Contains(got.err, "try again then, or wait with a longer --max-wait")) || strings.Contains(got.err, "may have been") {
			t.Errorf("%v: %+v", args, got)
		}
	}
	if got := run(with(environment, "AIMSIO_USERNAME=another@example.com"), "joborders", "list"); calls.Load() != 2 || got.code != 7 {
		t.Errorf("another user is not held: %d calls, %+v", calls.Load(), got)
	}
}

// TestAPauseThatIsAbsurd: it is said what is made of it, and it does not hold the next command for ever.
func TestAPauseThatIsAbsurd(t *testing.T) {
	t.Parallel()
	// Some seconds may pass until the second command looks.
	atMost := regexp.MustCompile(`\(another (2m0s|1m\d+s)\)`)
	asked := regexp.MustCompile(`asked to be left alone for (24h0m0s|23h59m\d+s), more than it can mean; all commands wait until`)
	for value, want := range map[string]string{
		"18446744073709551617":          `its Retry-After of "18446744073709551617" is cut to 24h0m0s; it asks to wait 24h0m0s, longer than max_wait (1ms) leaves`,
		"1793448000":                    `its Retry-After of "1793448000" is cut to 24h0m0s`,
		"Fri, 31 Dec 9999 23:59:59 GMT": `its Retry-After of "Fri, 31 Dec 9999 23:59:59 GMT" is cut to 24h0m0s`,
		"-7":                            `its Retry-After of "-7" says nothing`,
		"tomorrow":                      `its Retry-After of "tomorrow" says nothing`,
	} {
		server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", value)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		environment := variables(t, server)
		got := run(environment, "joborders", "list", "--max-wait", "1ms")
		if got.code != 7 || !strings.Contains(got.err, want) {
			t.Errorf("%s: code %d, %s", value, got.code, got.err)
		}
		got = run(environment, "joborders", "list", "--max-wait", "1ms")
		if got.code != 7 || strings.Contains(got.err, "another") && !atMost.MatchString(got.err) {
			t.Errorf("after %s: code %d, %s", value, got.code, got.err)
		}
		if strings.Contains(want, "24h") && !asked.MatchString(got.err) {
			t.Errorf("after %s the next command does not say what the server asked: %s", value, got.err)
		}
	}
}
