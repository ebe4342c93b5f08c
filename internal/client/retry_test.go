package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aimsio-cli/aimsio/internal/pace"
)

func TestWhichStatusesAreTriedAgain(t *testing.T) {
	for _, tt := range []struct {
		status                    int
		kind                      Kind
		reads, writes, repeatable int // how often each is sent
	}{
		{400, Rejected, 1, 1, 1},
		{401, Unauthorized, 1, 1, 1},
		{403, Forbidden, 1, 1, 1},
		{404, NotFound, 1, 1, 1},
		{408, Unavailable, 6, 1, 6},
		{409, Rejected, 1, 1, 1},
		{410, NotFound, 1, 1, 1},
		{425, Unavailable, 6, 6, 6},
		{429, Unavailable, 6, 6, 6},
		{500, Unavailable, 6, 1, 6},
		{501, Unavailable, 6, 1, 6},
		{502, Unavailable, 6, 1, 6},
		{503, Unavailable, 6, 1, 6},
		{504, Unavailable, 6, 1, 6},
		{520, Unavailable, 6, 1, 6},
		{530, Unavailable, 6, 1, 6},
		{599, Unavailable, 6, 1, 6},
		{600, BadAnswer, 1, 1, 1},
		{999, BadAnswer, 1, 1, 1},
	} {
		for request, want := range map[*Request]int{
			{Method: "GET", Path: "/x"}:                    tt.reads,
			{Method: "HEAD", Path: "/x"}:                   tt.reads,
			{Method: "POST", Path: "/x"}:                   tt.writes,
			{Method: "DELETE", Path: "/x"}:                 tt.writes,
			{Method: "POST", Path: "/x", Repeatable: true}: tt.repeatable,
		} {
			t.Run(fmt.Sprint(request.Method, tt.status, request.Repeatable), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					server := &script{answers: []func() (*http.Response, error){replies(tt.status, `{"message":"so it is"}`)}}
					failed := mustFail(t, newTestClient(t, testOptions(t, server)), *request)
					if failed.Kind != tt.kind || failed.Status != tt.status || failed.Message != "so it is" {
						t.Errorf("got kind %q, status %d, message %q", failed.Kind, failed.Status, failed.Message)
					}
					if len(server.came) != want || failed.Tries != want {
						t.Errorf("%d calls, %d tries told, want %d", len(server.came), failed.Tries, want)
					}
				})
			})
		}
	}
}

func TestAWriteThatMayHaveBeenCarriedOutSaysSo(t *testing.T) {
	for status, want := range map[int]bool{
		400: false, 401: false, 403: false, 404: false, 407: false, 409: false, 422: false, 425: false, 429: false, 301: false, 307: false, 308: false,
		408: true, 499: true, 500: true, 501: true, 503: true, 511: true, 520: true, 530: true, 598: true, 599: true, 600: true, 999: true,
		99: true, 101: true, 203: true, 205: true, 206: true, 207: true, 226: true, 299: true, 300: true, 302: true, 303: true, 304: true,
	} {
		synctest.Test(t, func(t *testing.T) {
			server := &script{answers: []func() (*http.Response, error){replies(status, "")}}
			c := newTestClient(t, testOptions(t, server))
			if got := mustFail(t, c, Request{Method: "POST", Path: "/x"}); got.Unsure != want {
				t.Errorf("status %d: unsure %v, want %v", status, got.Unsure, want)
			}
			if mustFail(t, c, Request{Method: "GET", Path: "/x"}).Unsure {
				t.Errorf("status %d: a read is never unsure", status)
			}
		})
	}
}

func TestAPassingFaultIsNotSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &script{answers: []func() (*http.Response, error){
			replies(503, "busy"),
			replies(200, "<html><title>Wait</title></html>"),
			func() (*http.Response, error) { return nil, errors.New("reset") },
			replies(200, `[{"guid":"1"}]`),
		}}
		body, got := mustWork(t, newTestClient(t, testOptions(t, server)), Request{Method: "GET", Path: "/x", Expect: JSONArray})
		if body != `[{"guid":"1"}]` || got.Tries != 4 {
			t.Errorf("got %q after %d tries", body, got.Tries)
		}
	})
}

func TestBackOffGrowsUpToItsBound(t *testing.T) {
	for try, bound := range map[int]time.Duration{
		1: 250 * time.Millisecond, 2: 500 * time.Millisecond, 5: 4 * time.Second, 7: 16 * time.Second, 8: 20 * time.Second, 99: 20 * time.Second,
	} {
		longest := time.Duration(0)
		for range 2000 {
			longest = max(longest, pause(try, 0))
		}
		if longest > bound || longest < bound*9/10 {
			t.Errorf("after try %d the longest of many pauses is %s, want up to %s", try, longest, bound)
		}
		if got := pause(try, time.Minute); got != time.Minute {
			t.Errorf("after try %d the server asks for a minute and gets %s", try, got)
		}
	}
}

func TestRetryAfterHeader(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	date := now.Add(90 * time.Second).Format(http.TimeFormat)
	for _, tt := range []struct {
		value, date string
		want        time.Duration
	}{
		{"", "", 0},
		{"0", "", 0},
		{" 30 ", "", 30 * time.Second},
		{"-5", "", 0},
		{"soon", "", 0},
		{"99999999999999999", "", longestRetryAfter},
		{"99999999999999999999999999", "", longestRetryAfter},
		{"18446744073709551616", "", longestRetryAfter},
		{"9223372036854775807", "", longestRetryAfter},
		{"1793000000", "", longestRetryAfter},
		{"86400", "", 24 * time.Hour},
		{"86401", "", longestRetryAfter},
		{now.AddDate(300, 0, 0).Format(http.TimeFormat), "", longestRetryAfter},
		{"1.5", "", 0},
		{"0x10", "", 0},
		{date, "", 90 * time.Second},
		{date, now.Add(-time.Hour).Format(http.TimeFormat), time.Hour + 90*time.Second},
		{now.Add(-time.Hour).Format(http.TimeFormat), "", 0},
	} {
		h := http.Header{"Retry-After": {tt.value}}
		if tt.date != "" {
			h.Set("Date", tt.date)
		}
		got, remark := retryAfter(h, now)
		if got != tt.want {
			t.Errorf("%q (server's date %q): %s, want %s", tt.value, tt.date, got, tt.want)
		}
		odd := got == longestRetryAfter && tt.value != "86400" || tt.value == "-5" || tt.value == "soon" || tt.value == "1.5" || tt.value == "0x10"
		if odd != strings.Contains(remark, tt.value) && tt.value != "" || odd != (remark != "") {
			t.Errorf("%q: it is said %q", tt.value, remark)
		}
	}
}

func TestNothingWaitsLongerThanMaxWait(t *testing.T) {
	for name, tt := range map[string]struct {
		after   string
		maxWait time.Duration
		tries   int
		message string
	}{
		"one wait is too long":       {"300", 2 * time.Minute, 1, "; it asks to wait 5m0s, longer than max_wait (2m0s) leaves: a longer --max-wait waits for it"},
		"all waits are too long":     {"50", 2 * time.Minute, 3, "; it asks to wait 50s, longer than max_wait (2m0s) leaves: a longer --max-wait waits for it"},
		"back-off alone is too long": {"", time.Nanosecond, 1, "; trying on would take longer than max_wait (1ns)"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &script{answers: []func() (*http.Response, error){replies(503, "busy", "Retry-After: "+tt.after)}}
				o := testOptions(t, server)
				o.MaxWait = tt.maxWait
				begun := time.Now()
				failed := mustFail(t, newTestClient(t, o), Request{Method: "GET", Path: "/x"})
				if waited := time.Since(begun); waited > tt.maxWait {
					t.Errorf("it waited %s", waited)
				}
				if failed.Tries != tt.tries || failed.Message != "busy"+tt.message {
					t.Errorf("%d tries, message %q", failed.Tries, failed.Message)
				}
			})
		})
	}
}

// A server that never answers costs the tries that begin within MaxWait, not all of them.
func TestTriesCountAgainstMaxWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := testOptions(t, trip(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, context.Cause(r.Context())
		}))
		o.Timeout, o.MaxWait = time.Minute, 90*time.Second
		begun := time.Now()
		failed := mustFail(t, newTestClient(t, o), Request{Method: "GET", Path: "/x"})
		if waited := time.Since(begun); failed.Tries != 2 || waited > o.MaxWait+o.Timeout {
			t.Errorf("%d tries in %s", failed.Tries, waited)
		}
	})
}

// Calls that are held back by what other calls were told give up in time too.
func TestHoldingBackCountsAsWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &script{answers: []func() (*http.Response, error){replies(500, "broken")}}
		o := testOptions(t, server)
		o.MaxWait = 10 * time.Second
		o.Pace = pace.New(pace.Options{Rate: 10, Parallel: 10})
		c := newTestClient(t, o)
		time.AfterFunc(time.Millisecond, func() { o.Pace.Refused(time.Minute) })
		begun := time.Now()
		failed := mustFail(t, c, Request{Method: "GET", Path: "/x"})
		if waited := time.Since(begun); waited > 10*time.Second+time.Millisecond {
			t.Errorf("it waited %s", waited)
		}
		if want := "broken; waiting longer than max_wait (10s) would be needed"; failed.Message != want {
			t.Errorf("message %q, want %q", failed.Message, want)
		}
	})
}

func TestCancellingEndsABackOffAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, testOptions(t, &script{answers: []func() (*http.Response, error){replies(503, "", "Retry-After: 60")}}))
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		begun := time.Now()
		_, err := c.Do(ctx, Request{Method: "GET", Path: "/x"})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != 3*time.Second {
			t.Errorf("got %v after %s", err, time.Since(begun))
		}
	})
}

func TestAFaultOfThePasswordIsPassedOnAndFinal(t *testing.T) {
	locked := errors.New("the keyring is locked")
	server := &script{answers: []func() (*http.Response, error){status200}}
	o := testOptions(t, server)
	asked := 0
	o.Password = func(context.Context) (string, error) {
		asked++
		return "", locked
	}
	c := newTestClient(t, o)
	for range 2 {
		if _, err := c.Do(t.Context(), Request{Method: "GET", Path: "/x"}); !errors.Is(err, locked) {
			t.Errorf("got %v", err)
		}
	}
	if asked != 1 || len(server.came) != 0 {
		t.Errorf("asked %d times, sent %d calls", asked, len(server.came))
	}
}
