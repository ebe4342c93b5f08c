package pace

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Processes that share a folder keep the limit together, use it, and get equal parts of it.
func TestProcessesShareALimitFairly(t *testing.T) {
	for _, latency := range []time.Duration{50 * time.Millisecond, 3 * time.Second} {
		t.Run(latency.String(), func(t *testing.T) {
			folder := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				s := &server{latency: latency}
				const processes, length = 4, 2 * time.Minute
				ctx, cancel := context.WithTimeout(t.Context(), length)
				defer cancel()
				made := make([]int, processes)
				var group sync.WaitGroup
				for i := range processes {
					p := newPace(folder, func(line string) { t.Error(line) })
					var mu sync.Mutex
					for range 10 { // a process has ten callers that never rest
						group.Go(func() {
							for {
								turn, err := p.Acquire(ctx)
								if err != nil {
									return
								}
								turn.Leave(ctx)
								s.call()
								turn.Release()
								mu.Lock()
								made[i]++
								mu.Unlock()
							}
						})
					}
				}
				group.Wait()
				if most := within(s.came); most > 10 || s.most > 10 {
					t.Errorf("%d calls within a second, %d at once", most, s.most)
				}
				possible := min(10, 10/latency.Seconds()) * length.Seconds()
				if all := len(s.came); float64(all) < 0.92*possible {
					t.Errorf("%d calls of the %.0f that were possible", all, possible)
				}
				for i, n := range made {
					if n < len(s.came)/5 {
						t.Errorf("process %d made %d of %d calls", i, n, len(s.came))
					}
				}
			})
		})
	}
}

// A process that ends and one that begins right after it keep the limit together too.
func TestThePaceOutlivesAProcess(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &server{limit: func(time.Time) int { return 10 }}
		for range 30 {
			p := newPace(folder, nil)
			s.paced(t.Context(), t, p)
			p.Close()
		}
		if len(s.refusals) > 0 {
			t.Errorf("%d calls were refused", len(s.refusals))
		}
	})
}

// An environment with another limit takes part at its own.
func TestProcessesWithDifferentLimits(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &server{}
		slow := New(Options{Rate: 2, Parallel: 1, Folder: folder})
		var group sync.WaitGroup
		group.Go(func() {
			for range 20 {
				s.paced(t.Context(), t, slow)
			}
		})
		group.Wait()
		if took := s.came[19].Sub(s.came[0]); took < 9500*time.Millisecond {
			t.Errorf("20 calls at 2 a second took %s", took)
		}
	})
}

func TestARefusalSlowsAllProcesses(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		var first, second notices
		a, b := newPace(folder, first.add), newPace(folder, second.add)
		s := &server{}
		a.Refused(0)
		a.Refused(0) // of a call that was under way at the same time
		time.Sleep(time.Millisecond)
		begun := time.Now()
		for range 8 {
			s.paced(t.Context(), t, b)
		}
		if took := time.Since(begun); took < time.Second || took > 1600*time.Millisecond {
			t.Errorf("8 calls at half the pace and faster took %s", took)
		}
		b.Refused(0)
		first.want(t, "going on at 4.8 calls per second")
		second.want(t, "going on at 4.9 calls per second")
	})
}

func TestRetryAfterHoldsAllProcesses(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		var told notices
		a, b := newPace(folder, nil), newPace(folder, told.add)
		s := &server{}
		s.paced(t.Context(), t, a)
		begun := time.Now()
		var group sync.WaitGroup
		group.Go(func() { // it has its turn already when the server refuses
			s.paced(t.Context(), t, b)
		})
		synctest.Wait()
		a.Refused(7 * time.Second)
		group.Wait()
		if waited := time.Since(begun); waited < 7*time.Second || waited > 8*time.Second {
			t.Errorf("the other process waited %s", waited)
		}
		told.want(t, "waiting 7s, then going on at 4.8 calls per second")
	})
}

// A server that takes 4 calls a second for a while loses little of what it could do.
func TestAServerThatSlowsDown(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		drops, recovers, ends := begun.Add(30*time.Second), begun.Add(120*time.Second), begun.Add(170*time.Second)
		s := &server{latency: 150 * time.Millisecond, limit: func(now time.Time) int {
			if now.After(drops) && now.Before(recovers) {
				return 4
			}
			return 10
		}}
		var group sync.WaitGroup
		for range 2 {
			p := newPace(folder, nil)
			for range 5 {
				group.Go(func() {
					for time.Now().Before(ends) {
						s.paced(t.Context(), t, p)
					}
				})
			}
		}
		group.Wait()
		settled := drops.Add(10 * time.Second)
		calls, refused := between(s.came, settled, recovers), between(s.refusals, settled, recovers)
		length := recovers.Sub(settled).Seconds()
		if rate := float64(calls-refused) / length; rate < 3.5 {
			t.Errorf("%.2f calls a second were answered", rate)
		}
		if all := between(s.came, drops, recovers); between(s.refusals, drops, recovers)*20 > all {
			t.Errorf("%d of %d calls were refused", between(s.refusals, drops, recovers), all)
		}
		back := between(s.came, recovers.Add(20*time.Second), ends)
		if rate := float64(back) / ends.Sub(recovers.Add(20*time.Second)).Seconds(); rate < 9.4 {
			t.Errorf("%.2f calls a second 20 s after the recovery", rate)
		}
	})
}

func TestATurnThatWouldComeTooLate(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		p := newPace(folder, nil)
		p.Refused(time.Minute)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		begun := time.Now()
		if _, err := p.Acquire(ctx); !errors.Is(err, ErrTooLate) || time.Since(begun) > 0 {
			t.Errorf("got %v after %s", err, time.Since(begun))
		}
	})
}

// A pause that ends too late for a call is not waited for, whoever was asked for it; a shorter one is.
func TestAPauseThatIsTooLong(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		newPace(folder, nil).Refused(time.Minute)
		p := newPace(folder, nil)
		begun := time.Now()
		_, err := p.AcquireWithin(t.Context(), 59*time.Second)
		if held, ok := errors.AsType[*HeldError](err); !ok || held.For != time.Minute || time.Since(begun) > 0 {
			t.Errorf("got %v after %s", err, time.Since(begun))
		}
		turn, err := p.AcquireWithin(t.Context(), time.Minute)
		if err != nil || time.Since(begun) < time.Minute {
			t.Fatalf("got %v after %s", err, time.Since(begun))
		}
		turn.Release()
	})
}

// A caller that gives up gives its place back.
func TestGivingUpLosesNoPlace(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		p := New(Options{Rate: 10, Parallel: 1, Folder: folder})
		turn, err := p.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, same := range []*Pace{p, New(p.Options)} { // it waits for its own place, and for a shared one
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if _, err := same.Acquire(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
			cancel()
		}
		turn.Release()
		turn.Release() // a second time does nothing
		if _, err := p.Acquire(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestLook(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		p := newPace(folder, nil)
		if got, err := Look(p.Options); err != nil || got.Rate != 9.7 || got.Busy != 0 || len(got.Processes) != 0 {
			t.Errorf("before any call: %+v, %v", got, err)
		}
		turn, err := p.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		p.Refused(3 * time.Second)
		got, err := Look(p.Options)
		if err != nil || got.Busy != 1 || got.Parallel != 10 || got.Hold != 3*time.Second || fmt.Sprintf("%.2f of %.2f", got.Rate, got.Full) != "4.85 of 9.70" {
			t.Errorf("got %+v, %v", got, err)
		}
		if len(got.Processes) != 1 || got.Processes[0].Command != "aimsio test" || got.Processes[0].Waiting != 1 {
			t.Errorf("processes %+v", got.Processes)
		}
		turn.Release()
		p.Close()
		if got, err := Look(p.Options); err != nil || got.Busy != 0 || len(got.Processes) != 0 {
			t.Errorf("at the end: %+v, %v", got, err)
		}
	})
}

func TestFolder(t *testing.T) {
	names := map[string]bool{}
	for _, server := range []string{"https://sandbox.aimsio.com", "https://portal.aimsio.com", "http://127.0.0.1:8080", `https://[::1]:1/..\..\x`} {
		for _, user := range []string{"a@example.com", "b@example.com"} {
			names[Folder("state", server, user)] = true
		}
	}
	if len(names) != 8 {
		t.Errorf("%v", names)
	}
	for name := range names {
		t.Log(name)
	}
}
