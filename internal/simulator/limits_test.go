package simulator

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// callAtOnce makes so many calls at the same moment and gives how long each took, by status.
func callAtOnce(s *Simulator, calls int) map[int][]time.Duration {
	var mu sync.Mutex
	var group sync.WaitGroup
	took := map[int][]time.Duration{}
	for range calls {
		group.Go(func() {
			began := time.Now()
			w := callFor(s, http.MethodGet, base+"User/none", "")
			mu.Lock()
			defer mu.Unlock()
			took[w.Code] = append(took[w.Code], time.Since(began))
		})
	}
	group.Wait()
	return took
}

func TestQueueSpreadsCallsOverSeconds(t *testing.T) {
	catalog := builtin(t)
	synctest.Test(t, func(t *testing.T) {
		s := start(t, Options{Catalog: catalog, Rate: 10, Queue: 5 * time.Second})
		took := callAtOnce(s, 60)
		for second := range 6 {
			for _, wait := range took[http.StatusNotFound][second*10 : min((second+1)*10, len(took[http.StatusNotFound]))] {
				if second < 5 && wait != time.Duration(second)*time.Second {
					t.Errorf("a call of the %d. ten waited %v", second+1, wait)
				}
			}
		}
		if done := len(took[http.StatusNotFound]); done < 50 || done+len(took[http.StatusServiceUnavailable]) != 60 {
			t.Errorf("%d calls were answered and %d refused, want at least 50 and the others", done, len(took[http.StatusServiceUnavailable]))
		}
	})
}

func TestElevenCallsASecond(t *testing.T) {
	catalog := builtin(t)
	tests := []struct {
		name  string
		o     Options
		wait  time.Duration // before the eleventh call
		calls int
		want  map[int]int
	}{
		{"strict", Options{Rate: 10}, 0, 11, map[int]int{404: 10, 429: 1}},
		{"strict, a second later", Options{Rate: 10}, time.Second, 11, map[int]int{404: 11}},
		{"strict, a bit earlier", Options{Rate: 10}, time.Second - time.Nanosecond, 11, map[int]int{404: 10, 429: 1}},
		{"short queue", Options{Rate: 10, Queue: 100 * time.Millisecond}, 0, 11, map[int]int{404: 10, 503: 1}},
		{"long queue", Options{Rate: 10, Queue: time.Second + time.Millisecond}, 0, 11, map[int]int{404: 11}},
		{"no limit", Options{}, 0, 11, map[int]int{404: 11}},
		{"one every two seconds", Options{Rate: 0.5}, time.Second, 2, map[int]int{404: 1, 429: 1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				test.o.Catalog, test.o.RetryAfter = catalog, 1500*time.Millisecond
				s := start(t, test.o)
				got := map[int]int{}
				for i := range test.calls {
					if i == test.calls-1 {
						time.Sleep(test.wait)
					}
					w := callFor(s, http.MethodGet, base+"User/none", "")
					got[w.Code]++
					if refused := w.Code == 429 || w.Code == 503; refused != (w.Header().Get("Retry-After") == "2") {
						t.Errorf("status %d with Retry-After %q", w.Code, w.Header().Get("Retry-After"))
					}
				}
				for status, count := range test.want {
					if got[status] != count {
						t.Errorf("answers by status: %v, want %v", got, test.want)
					}
				}
				if refused := s.Stats().Refused; refused != test.want[429]+test.want[503] {
					t.Errorf("Stats count %d refusals", refused)
				}
			})
		})
	}
}

func TestCallsAtOnceAreLimited(t *testing.T) {
	catalog := builtin(t)
	slow := mustFault(t, "slow=1s")
	synctest.Test(t, func(t *testing.T) {
		s := start(t, Options{Catalog: catalog, Parallel: 10, Queue: 5 * time.Second, Faults: []Fault{slow}})
		took := callAtOnce(s, 25)
		counts := map[time.Duration]int{}
		for _, wait := range took[http.StatusNotFound] {
			counts[wait]++
		}
		if counts[time.Second] != 10 || counts[2*time.Second] != 10 || counts[3*time.Second] != 5 {
			t.Errorf("calls by time taken: %v, want ten after 1 s, ten after 2 s, five after 3 s", counts)
		}
		strict := start(t, Options{Catalog: catalog, Parallel: 10, Faults: []Fault{slow}})
		if took := callAtOnce(strict, 25); len(took[http.StatusTooManyRequests]) != 15 {
			t.Errorf("strict: %d calls were refused, want 15", len(took[http.StatusTooManyRequests]))
		}
	})
}

func TestStatsTellHowCallersBehaved(t *testing.T) {
	catalog := builtin(t)
	slow := mustFault(t, "slow=100ms")
	synctest.Test(t, func(t *testing.T) {
		s := start(t, Options{Catalog: catalog, Faults: []Fault{slow}})
		callAtOnce(s, 3)
		time.Sleep(800 * time.Millisecond)
		callAtOnce(s, 4)
		time.Sleep(2 * time.Second)
		callAtOnce(s, 5)
		if got, want := s.Stats(), (Stats{Calls: 12, MaxPerSecond: 7, MaxParallel: 5}); got != want {
			t.Errorf("Stats are %+v, want %+v", got, want)
		}
	})
}

func TestRefusedCredentialsTakeNoPlace(t *testing.T) {
	s := start(t, Options{Rate: 1})
	for range 3 {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, base+"User", nil))
		if w.Code != http.StatusUnauthorized {
			t.Fatalf("status %d, want 401", w.Code)
		}
	}
	if status, _ := call(t, s, http.MethodGet, base+"User/none", ""); status != http.StatusNotFound {
		t.Errorf("status %d, want 404", status)
	}
}
