package service_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// A lost answer is asked for again only where sending twice changes nothing. Applied is how many
// of the 4 records must be on the server in the end.
func TestLostAnswers(t *testing.T) {
	for _, tt := range []struct {
		fault          string
		keyed          bool
		want           string
		calls, applied int
	}{
		{"503,times=1,apply=before", true, service.Written, 2, 4},
		{"503,times=1,apply=middle", true, service.Written, 2, 4},
		{"503,times=1,apply=after", true, service.Written, 2, 4},
		{"reset,times=1,apply=after", true, service.Written, 2, 4},
		{"timeout,times=1,apply=middle", true, service.Written, 2, 4},
		{"cut,times=1,apply=after", true, service.Written, 2, 4},
		{"503,times=1,apply=before", false, service.Unknown, 1, 0},
		{"503,times=1,apply=middle", false, service.Unknown, 1, 2},
		{"503,times=1,apply=after", false, service.Unknown, 1, 4},
		{"reset,times=1,apply=after", false, service.Unknown, 1, 4},
		{"timeout,times=1,apply=middle", false, service.Unknown, 1, 2},
		{"cut,times=1,apply=after", false, service.Unknown, 1, 4},
		{"html,times=1,apply=after", true, service.Unknown, 1, 4},
		{"html,times=1,apply=before", false, service.Unknown, 1, 0},
		// The server says that it did nothing, so the call may always be sent again.
		{"429,times=1,apply=before", false, service.Written, 2, 4},
		{"500,apply=before", true, service.Unknown, 6, 0},
		{"429,apply=before", true, service.Failed, 6, 0},
	} {
		t.Run(fmt.Sprintf("%s,keyed=%t", tt.fault, tt.keyed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := start(t, simulator.Options{}, tt.fault)
				before := len(b.ids(t, "employees"))
				changes := b.employees(t, 4, func(_ int, c *service.Change) { c.HasKey = tt.keyed })
				list := outcomes(t, b.write(t.Context(), t, changes, service.WriteOptions{}))
				for _, o := range list {
					if o.Outcome != tt.want {
						t.Errorf("%+v", o)
					}
					if again := strings.Contains(o.Message, "send it again, which is safe"); o.Outcome == service.Unknown && again != tt.keyed {
						t.Errorf("the advice is %q", o.Message)
					}
				}
				if applied := len(b.ids(t, "employees")) - before; applied != tt.applied || b.wire.writes != tt.calls || len(list) != 4 {
					t.Errorf("%d calls, %d applied", b.wire.writes, applied)
				}
			})
		})
	}
}

// What a proxy or a server says that may have failed after its work is no refusal, and nor is what HTTP
// does not know. A record that carries no key is not sent twice then.
func TestStatusesThatLeaveItOpen(t *testing.T) {
	for status, want := range map[int]string{
		200: service.Written, 201: service.Written, 202: service.Unknown, 204: service.Written,
		0: service.Unknown, 99: service.Unknown, 203: service.Unknown, 205: service.Unknown, 206: service.Unknown, 226: service.Unknown,
		302: service.Unknown, 303: service.Unknown, 307: service.Failed,
		408: service.Unknown, 499: service.Unknown,
		500: service.Unknown, 501: service.Unknown, 505: service.Unknown, 507: service.Unknown, 520: service.Unknown, 524: service.Unknown,
		530: service.Unknown, 598: service.Unknown, 599: service.Unknown, 600: service.Unknown, 999: service.Unknown,
		400: service.Failed, 409: service.Failed, 422: service.Failed, 429: service.Failed, 451: service.Failed,
	} {
		for _, keyed := range []bool{true, false} {
			t.Run(fmt.Sprintf("%d,keyed=%t", status, keyed), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					b := start(t, simulator.Options{})
					b.wire.instead = func(write int, _ *http.Request) *http.Response {
						if write == 0 {
							return nil
						}
						return says(status, "")
					}
					changes := b.employees(t, 1, func(_ int, c *service.Change) { c.HasKey = keyed })
					got := outcomes(t, b.write(t.Context(), t, changes, service.WriteOptions{}))[0]
					if got.Outcome != want || got.Status != status {
						t.Errorf("%+v", got)
					}
					if !keyed && status != 429 && b.wire.writes != 1 {
						t.Errorf("sent %d times", b.wire.writes)
					}
				})
			})
		}
	}
}

// A try that may have been carried out is not undone by what the next one meets.
func TestLostBeforeItWasRefused(t *testing.T) {
	for _, statuses := range [][]int{{503, 429, 429, 429, 429, 429}, {502, 401}, {599, 403}} {
		t.Run(fmt.Sprint(statuses), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := start(t, simulator.Options{})
				b.wire.instead = func(write int, _ *http.Request) *http.Response {
					if write == 0 {
						return nil
					}
					return says(statuses[write-1], "")
				}
				if got := outcomes(t, b.write(t.Context(), t, b.employees(t, 2, nil), service.WriteOptions{})); got[0].Outcome != service.Unknown {
					t.Errorf("%+v", got[0])
				}
			})
		})
	}
}

func TestRefusedWithoutKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		edit := func(i int, c *service.Change) {
			keyless(i, c)
			if i == 4 {
				c.Body = object(t, `{"employeeCode":"X"}`)
			}
		}
		list := outcomes(t, b.write(t.Context(), t, b.employees(t, 9, edit), service.WriteOptions{BatchSize: 3}))
		for i, o := range list {
			if inBatch := i/3 == 1; (o.Outcome == service.Failed) != inBatch || strings.Contains(o.Message, "--batch-size 1") != inBatch {
				t.Errorf("%+v", o)
			}
		}
		list = outcomes(t, b.write(t.Context(), t, b.employees(t, 9, edit), service.WriteOptions{BatchSize: 1}))
		if got := tally(list); got[service.Failed] != 1 || strings.Contains(list[4].Message, "--batch-size") {
			t.Errorf("one by one: %v, %+v", got, list[4])
		}
	})
}

// A batch that is too large for the server goes through in parts, at the cost of few calls.
func TestTooLargeForTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		b.wire.instead = func(_ int, r *http.Request) *http.Response {
			if r.ContentLength > 2500 {
				return says(413, "")
			}
			return nil
		}
		got := tally(outcomes(t, b.write(t.Context(), t, b.employees(t, 40, nil), service.WriteOptions{})))
		if got[service.Written] != 40 || b.wire.writes != 7 {
			t.Errorf("%v with %d calls", got, b.wire.writes)
		}
	})
}

func TestRefusedUserStopsTheRun(t *testing.T) {
	for status, kind := range map[int]client.Kind{401: client.Unauthorized, 403: client.Forbidden, 405: client.Rejected} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := start(t, simulator.Options{})
				refuseFrom := 1
				b.wire.instead = func(write int, _ *http.Request) *http.Response {
					if write >= refuseFrom {
						return says(status, `{"message":"no more"}`)
					}
					return nil
				}
				batches := b.write(t.Context(), t, b.employees(t, 1000, nil), service.WriteOptions{})
				if got := tally(outcomes(t, batches)); b.wire.writes != 1 || got[service.Failed] != 50 || got[service.Skipped] != 950 {
					t.Errorf("from the first call on: %d calls, %v", b.wire.writes, got)
				}
				var failed *client.Error
				if err := batches[0].Err; !errors.As(err, &failed) || failed.Kind != kind {
					t.Errorf("the run was stopped by %v", err)
				}

				refuseFrom = b.wire.writes + 7
				list := outcomes(t, b.write(t.Context(), t, b.employees(t, 1000, nil), service.WriteOptions{}))
				got := tally(list)
				if got[service.Written] != 300 || got[service.Failed] < 50 || got[service.Failed] > 100 || list[999].Outcome != service.Skipped {
					t.Errorf("from the seventh call on: %v", got)
				}
				if last := list[999].Message; !strings.HasPrefix(last, "not sent: ") || !strings.Contains(last, "no more") {
					t.Errorf("the last record's message is %q", last)
				}
			})
		})
	}
}

func TestUnreachableServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		changes := b.employees(t, 1000, nil)
		b.wire.next = &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
		}}
		batches := b.write(t.Context(), t, changes, service.WriteOptions{})
		list := outcomes(t, batches)
		if diff := cmp.Diff(map[string]int{service.Failed: 100, service.Skipped: 900}, tally(list)); diff != "" {
			t.Error(diff)
		}
		if !strings.Contains(list[0].Message, "refuses connections") || batches[len(batches)-1].Err == nil {
			t.Errorf("%q, %v", list[0].Message, batches[len(batches)-1].Err)
		}
	})
}

// Nothing but failures costs two batches, also where each may have been carried out.
func TestServerThatOnlyFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{}, "502,apply=after")
		batches := b.write(t.Context(), t, b.employees(t, 1000, keyless), service.WriteOptions{})
		if diff := cmp.Diff(map[string]int{service.Unknown: 100, service.Skipped: 900}, tally(outcomes(t, batches))); diff != "" || b.wire.writes != 2 {
			t.Errorf("%d calls, %s", b.wire.writes, diff)
		}
	})
}

// One lost batch between good ones does not stop the run.
func TestOneLostBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{}, "500,times=1,apply=before")
		got := tally(outcomes(t, b.write(t.Context(), t, b.employees(t, 50, keyless), service.WriteOptions{BatchSize: 5})))
		if diff := cmp.Diff(map[string]int{service.Unknown: 5, service.Written: 45}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestCancellation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{}, "slow=1050ms")
		ctx, cancel := context.WithCancelCause(t.Context())
		interrupted := errors.New("interrupted")
		changes := b.employees(t, 2000, nil)
		time.AfterFunc(2500*time.Millisecond, func() { cancel(interrupted) })
		batches := b.write(ctx, t, changes, service.WriteOptions{})
		list := outcomes(t, batches)
		got := tally(list)
		// What was accepted counts as written, what had left as unknown, and no more than that.
		if want := 50 * len(b.wire.accepted); got[service.Written] != want || want == 0 {
			t.Errorf("%v, but %d were accepted", got, want)
		}
		if want := 50 * (b.wire.writes - len(b.wire.accepted)); got[service.Unknown] != want || want == 0 {
			t.Errorf("%v, but %d were in flight", got, want)
		}
		if len(list) != 2000 || list[1999].Outcome != service.Skipped || !errors.Is(batches[len(batches)-1].Err, interrupted) {
			t.Errorf("%d outcomes, the last is %+v", len(list), list[1999])
		}
	})
}

func TestFaultyInput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		broken := errors.New("line 72 is gone")
		good := b.employees(t, 70, nil)
		batches := b.write(t.Context(), t, func(yield func(service.Change, error) bool) {
			for c := range good {
				if !yield(c, nil) {
					return
				}
			}
			yield(service.Change{}, broken)
		}, service.WriteOptions{})
		got := tally(outcomes(t, batches))
		if got[service.Written] != 50 || got[service.Skipped] != 20 || !errors.Is(batches[1].Err, broken) {
			t.Errorf("%v, %v", got, batches[1].Err)
		}
	})
}

// What cannot be recorded is not sent, and what cannot be recorded afterwards is the last.
func TestTheRecordOfCalls(t *testing.T) {
	full := errors.New("the disk is full")
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		changes := b.employees(t, 10, func(i int, c *service.Change) {
			if i == 1 {
				c.Body, c.Key = object(t, `{"employeeCode":"X"}`), "X"
			}
		})
		var calls []string
		o := service.WriteOptions{BatchSize: 5, Parallel: 1, Record: func(c service.Call) (func(service.CallResult) error, error) {
			if len(c.Keys) != len(c.Lines) || len(c.Before) != len(c.Keys) || !strings.HasPrefix(string(c.Body), `{"employeeList":[{`) {
				t.Errorf("%+v", c)
			}
			if len(b.wire.accepted) > 2 {
				return nil, full
			}
			before := b.wire.writes
			return func(r service.CallResult) error {
				if b.wire.writes != before+1 {
					t.Errorf("%d calls between the record before and after", b.wire.writes-before)
				}
				calls = append(calls, fmt.Sprintf("%s %s %v %s %d", c.Method, c.Path, c.Lines, r.Outcome, r.Status))
				return nil
			}, nil
		}}
		batches := b.write(t.Context(), t, changes, o)
		path := "POST /rest/api/standard/v1/Employee "
		want := []string{path + "[2 3 4 5 6] halved 400", path + "[2 3] halved 400", path + "[2] written 200", path + "[3] failed 400", path + "[4 5 6] written 200", path + "[7 8 9 10 11] written 200"}
		if diff := cmp.Diff(want, calls); diff != "" || batches[1].Err != nil {
			t.Errorf("%v, %s", batches[1].Err, diff)
		}

		batches = b.write(t.Context(), t, changes, o)
		if got := tally(outcomes(t, batches)); got[service.Skipped] != 10 || !errors.Is(batches[0].Err, full) {
			t.Errorf("%v, %v", got, batches[0].Err)
		}
		writes := b.wire.writes
		o.Record = func(service.Call) (func(service.CallResult) error, error) {
			return func(service.CallResult) error { return full }, nil
		}
		batches = b.write(t.Context(), t, b.employees(t, 10, nil), o)
		if got := tally(outcomes(t, batches)); got[service.Written] != 5 || b.wire.writes != writes+1 || !errors.Is(batches[0].Err, full) {
			t.Errorf("%v, %v", got, batches[0].Err)
		}
	})
}
