package watch_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aimsio-cli/aimsio/internal/command"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/watch"
)

// rounds runs a watch whose syncs end one after the other as said, and then with an interruption. It gives how long it
// waited before each of them but the first, in seconds.
func rounds(t *testing.T, every time.Duration, ends ...error) (pauses []float64, said string, err error) {
	t.Helper()
	f := newFixture(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancelCause(t.Context())
		defer interrupt(nil)
		w := f.watch(f.things)
		w.Once, w.Every, w.Now = false, every, time.Now
		last, n := time.Now(), 0
		w.Sync = func(context.Context) (verdict, err error) {
			if n > 0 {
				pauses = append(pauses, time.Since(last).Seconds())
			}
			last = time.Now()
			if n++; n > len(ends) {
				interrupt(fail.ErrInterrupted)
				return nil, ctx.Err()
			}
			if end := ends[n-1]; fail.Is(end, fail.Partial) || fail.Is(end, fail.Guarded) {
				return end, nil
			}
			return nil, ends[n-1]
		}
		err = w.Run(ctx)
	})
	return pauses, f.all(), err
}

func away(words string) error { return fail.New(fail.Unreachable, "look at the network", "%s", words) }

// TestRounds: a watch waits between rounds, tries again ever later after a failure, says each trouble once, and when it
// is over.
func TestRounds(t *testing.T) {
	pauses, said, err := rounds(t, 10*time.Second, nil, away("away for 1s"), away("away for 7s"), away("away"), away("away"), away("away"), away("away"),
		errors.New("no room"), nil, away("again"), nil)
	want := []float64{10, 1, 2, 4, 8, 10, 10, 10, 10, 1, 10}
	if len(pauses) != len(want) {
		t.Fatalf("waited %v", pauses)
	}
	for i := range want {
		if pauses[i] != want[i] {
			t.Errorf("waited %v, want %v", pauses, want)
			break
		}
	}
	if !errors.Is(err, fail.ErrInterrupted) {
		t.Errorf("ended with %v", err)
	}
	lines := strings.Split(said, "\n")
	if len(lines) != 6 ||
		lines[1] != "! watch w: away for 1s; look at the network; it goes on trying, and says when that works" ||
		!strings.HasPrefix(lines[2], "! watch w: no room; ") || lines[3] != "! watch w goes on, after 45s and 7 tries" ||
		!strings.HasPrefix(lines[4], "! watch w: again; ") || lines[5] != "! watch w goes on, after 1s and 1 try" {
		t.Errorf("said %s", said)
	}
}

// TestRoundsGoThrough: a round that went through is no trouble of the server, though something of it is amiss.
func TestRoundsGoThrough(t *testing.T) {
	some, doubted := fail.New(fail.Partial, "", "some failed"), fail.New(fail.Guarded, "", "doubted")
	pauses, said, _ := rounds(t, 10*time.Second, some, some, doubted, doubted)
	for _, pause := range pauses {
		if pause != 10 {
			t.Errorf("waited %v", pauses)
		}
	}
	if len(pauses) != 4 || strings.Count(said, "some failed") != 1 || strings.Count(said, "doubted") != 1 {
		t.Errorf("waited %v, said %s", pauses, said)
	}
}

// TestEndsAtOnce: what would fail again ends a watch, whatever it was at.
func TestEndsAtOnce(t *testing.T) {
	for _, kind := range []fail.Kind{fail.Usage, fail.Denied, fail.ClosedPipe} {
		if pauses, _, err := rounds(t, time.Minute, nil, fail.New(kind, "", "no")); len(pauses) != 1 || !fail.Is(err, kind) {
			t.Errorf("%d: waited %v, %v", kind, pauses, err)
		}
	}
}

// TestFirstRound: what fails of a first round beside the server is told at once.
func TestFirstRound(t *testing.T) {
	for name, one := range map[string]struct {
		places error
		ends   bool
	}{
		"a ledger that is none":   {errors.New("it holds something else"), true},
		"a watch that is busy":    {fail.New(fail.Guarded, "", "busy"), true},
		"a database that is away": {away("away"), false},
	} {
		f := newFixture(t)
		synctest.Test(t, func(t *testing.T) {
			ctx, interrupt := context.WithCancelCause(t.Context())
			defer interrupt(nil)
			w := f.watch(f.things)
			w.Once, w.Now = false, time.Now
			tries := 0
			open := w.OpenPlaces
			w.OpenPlaces = func(ctx context.Context) (*watch.Keeper, error) {
				if tries++; tries < 3 {
					return nil, one.places
				}
				interrupt(fail.ErrInterrupted)
				return open(ctx)
			}
			err := w.Run(ctx)
			if one.ends != errors.Is(err, one.places) || one.ends != (tries == 1) {
				t.Errorf("%s: after %d tries %v", name, tries, err)
			}
		})
	}
}

// TestCommandFails: a command that fails is tried again with the same events, told once for each code that it ends
// with, and the server is left alone meanwhile.
func TestCommandFails(t *testing.T) {
	f := newFixture(t)
	f.runs(f.watch(f.things))
	f.put(f.things, `{}`, "a")
	f.all()
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancelCause(t.Context())
		defer interrupt(nil)
		w := f.watch(f.things)
		w.Once, w.Now = false, time.Now
		codes, syncs := []int{3, 3, 4, 0}, 0
		w.Hand = func(ctx context.Context, batch *watch.Batch) error {
			ok(t, watch.ToOutput(&f.out)(ctx, batch))
			code := codes[0]
			if codes = codes[1:]; code > 0 {
				return &command.ExitError{Name: "post", Code: code}
			}
			return nil
		}
		w.Sync = func(context.Context) (error, error) {
			if syncs++; len(codes) > 0 {
				t.Error("synced, though the command fails")
			}
			interrupt(fail.ErrInterrupted)
			return nil, nil
		}
		if err := w.Run(ctx); !errors.Is(err, fail.ErrInterrupted) || syncs != 1 {
			t.Errorf("ended with %v, after %d syncs", err, syncs)
		}
	})
	if got := f.handed(); got != "1 a, 1 a, 1 a, 1 a" {
		t.Errorf("handed on %q", got)
	}
	said := f.all()
	if strings.Count(said, "post ended with code 3") != 1 || strings.Count(said, "post ended with code 4") != 1 {
		t.Errorf("said %s", said)
	}
}

// TestInterruptedWhileItWaits: a signal ends a watch that only waits.
func TestInterruptedWhileItWaits(t *testing.T) {
	f := newFixture(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancelCause(t.Context())
		w := f.watch(f.things)
		w.Once, w.Every, w.Now = false, time.Hour, time.Now
		ended := make(chan error)
		go func() { ended <- w.Run(ctx) }()
		synctest.Wait()
		begun := time.Now()
		interrupt(fail.ErrInterrupted)
		if err := <-ended; !errors.Is(err, fail.ErrInterrupted) || time.Since(begun) > 0 {
			t.Errorf("ended with %v after %s", err, time.Since(begun))
		}
	})
	second := f.watch(f.things)
	ok(t, second.Run(t.Context())) // the watch was given back
}

// TestNews: what was said the last time is not said again, until it was not.
func TestNews(t *testing.T) {
	to := &told{}
	news := &watch.NewsReporter{To: to}
	for _, words := range [][]string{{"a", "b"}, {"b", "c (7 tries in 1.5s)"}, {"c (1 try in 120ms)"}, {"c (2 tries in 1s)", "d 1"}, {"b", "d 2"}} {
		news.Begin()
		for _, one := range words {
			news.Problemf("%s", one)
		}
		news.Notef("note")
	}
	if got := to.all(); got != "! a\n! b\nnote\n! c (7 tries in 1.5s)\n! d 1\n! b\n! d 2" {
		t.Errorf("said %q", got)
	}
}
