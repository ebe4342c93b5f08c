package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// together makes n calls from many goroutines and gives when each reached the server, and the
// most that were there at once. Each takes as long as took says.
func together(t *testing.T, o Options, n int, took time.Duration) (came []time.Time, most int64) {
	t.Helper()
	var (
		mu    sync.Mutex
		busy  atomic.Int64
		group sync.WaitGroup
	)
	o.Transport = trip(func(*http.Request) (*http.Response, error) {
		mu.Lock()
		came, most = append(came, time.Now()), max(most, busy.Add(1))
		mu.Unlock()
		time.Sleep(took)
		busy.Add(-1)
		return answer(200, "{}"), nil
	})
	c := newTestClient(t, o)
	for range n {
		group.Go(func() { mustWork(t, c, Request{Method: "GET", Path: "/x", Expect: JSONObject}) })
	}
	group.Wait()
	return came, most
}

func TestPaceKeepsTheLimitInEverySlidingSecond(t *testing.T) {
	for _, limit := range []float64{10, 2.5, 100} {
		synctest.Test(t, func(t *testing.T) {
			o := testOptions(t, nil)
			o.Rate = limit
			came, _ := together(t, o, 300, 50*time.Millisecond)
			if most := mostWithinASecond(came); float64(most) > max(limit, 3) {
				t.Errorf("%d calls within a second at a limit of %v", most, limit)
			}
			reached := float64(len(came)-1) / came[len(came)-1].Sub(came[0]).Seconds()
			if reached < 0.94*limit {
				t.Errorf("%.2f calls per second at a limit of %v", reached, limit)
			}
		})
	}
}

func TestPaceDoesNotBurstAfterAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &script{answers: []func() (*http.Response, error){status200}}
		c := newTestClient(t, testOptions(t, server))
		for range 2 {
			for range 12 {
				mustWork(t, c, Request{Method: "GET", Path: "/x"})
			}
			time.Sleep(time.Minute)
		}
		if most := mostWithinASecond(server.came); most > 10 {
			t.Errorf("%d calls within a second", most)
		}
	})
}

func TestNoMoreCallsAtOnceThanAllowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := testOptions(t, nil)
		o.Rate, o.Parallel = 1000, 3
		if _, most := together(t, o, 50, time.Second); most != 3 {
			t.Errorf("%d calls at once, want 3", most)
		}
	})
}

// A call that has to connect first must not be overtaken into a second that is full already.
func TestSpacingSurvivesSlowConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var (
			mu    sync.Mutex
			came  []time.Time
			group sync.WaitGroup
		)
		o := testOptions(t, nil)
		o.Base.Scheme, o.Base.Host = "http", "127.0.0.1"
		o.Transport = overPipes(t, o, 400*time.Millisecond, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			mu.Lock()
			came = append(came, time.Now())
			mu.Unlock()
			time.Sleep(150 * time.Millisecond)
			_, _ = w.Write([]byte("[]"))
		}))
		c := newTestClient(t, o)
		for range 60 {
			group.Go(func() { mustWork(t, c, Request{Method: "GET", Path: "/x", Expect: JSONArray}) })
		}
		group.Wait()
		if most := mostWithinASecond(came); most > 10 {
			t.Errorf("%d calls reached the server within a second", most)
		}
	})
}

func TestRetryAfterHoldsBackAllCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &script{answers: []func() (*http.Response, error){replies(429, "", "Retry-After: 7"), status200}}
		c := newTestClient(t, testOptions(t, server))
		var group sync.WaitGroup
		for range 5 {
			group.Go(func() { mustWork(t, c, Request{Method: "GET", Path: "/x"}) })
		}
		group.Wait()
		for i, at := range server.came[1:] {
			if waited := at.Sub(server.came[0]); waited < 7*time.Second {
				t.Errorf("call %d came %s after the refusal", i+2, waited)
			}
		}
		if got := c.Stats(); got.Refusals != 1 || got.Calls != 6 {
			t.Errorf("stats %+v, want 6 calls and 1 refusal", got)
		}
	})
}

func TestACancelledCallLeavesTheQueueAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := testOptions(t, &script{answers: []func() (*http.Response, error){status200}})
		o.Rate = 0.01
		c := newTestClient(t, o)
		mustWork(t, c, Request{Method: "GET", Path: "/x"})
		interrupt := errors.New("interrupted")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(interrupt) })
		begun := time.Now()
		_, err := c.Do(ctx, Request{Method: "GET", Path: "/x"})
		if !errors.Is(err, context.Canceled) || !errors.Is(err, interrupt) {
			t.Errorf("got %v", err)
		}
		if waited := time.Since(begun); waited != time.Second {
			t.Errorf("it took %s", waited)
		}
	})
}

// A call that would wait too long for the end of a pause which the server asked of others is not sent, and says
// until when; the pause of no call is longer than what a server can mean.
func TestACallDuringAPause(t *testing.T) {
	for name, tt := range map[string]struct{ after, want string }{
		"an honest one":    {"600", "not sent: the server asked all commands to wait, until "},
		"one for too long": {"7200", "not sent: the server asked to be left alone for 1h59m59s, more than it can mean; all commands wait until "},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &script{answers: []func() (*http.Response, error){replies(503, "", "Retry-After: "+tt.after), status200}}
				o := testOptions(t, server)
				o.MaxWait = time.Minute
				c := newTestClient(t, o)
				if first := mustFail(t, c, Request{Method: "GET", Path: "/x"}); first.RetryAfter == 0 {
					t.Fatalf("got %v", first)
				}
				time.Sleep(time.Second)
				failed := mustFail(t, c, Request{Method: "POST", Path: "/x"})
				if failed.Kind != Unavailable || failed.Unsure || len(server.came) != 1 || !strings.HasPrefix(failed.Message, tt.want) ||
					!strings.HasSuffix(failed.Message, ", longer than max_wait (1m0s): try again then, or wait with a longer --max-wait") {
					t.Errorf("%d calls: %q", len(server.came), failed.Message)
				}
				time.Sleep(time.Hour)
				mustWork(t, c, Request{Method: "GET", Path: "/x"})
			})
		})
	}
}
