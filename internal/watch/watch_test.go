package watch_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/watch"
)

// TestEventsOnce: a new watch begins from now, and each event after that comes once, with its record as it was sent.
func TestEventsOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.put(f.things, `{"number":"1"}`, "a")
	w := f.watch(f.things)
	if got := f.runs(w); got != "" {
		t.Errorf("before it began: %s", got)
	}
	if said := f.all(); !strings.Contains(said, "watch w begins from now") || !strings.HasSuffix(said, "watch w: 0 changes handed on") {
		t.Errorf("said %q", said)
	}
	f.put(f.things, "{\n \"number\" : \"ä<b>\", \"big\": 9007199254740993, \"money\": 10.10}", "a")
	f.put(f.things, `{"number":null}`, "b")
	f.put(f.others, `{}`, "c")
	ok(t, f.watch(f.things).Run(t.Context()))
	at := noon().UnixMilli()
	want := fmt.Sprintf(`{"sequence":2,"at":%[1]d,"kind":"changed","entity":"things","guid":"a","key":"ä<b>","updatedAt":%[1]d,`+
		`"fields":[{"field":"number","old":"1","new":"ä<b>"},{"field":"big","new":9007199254740993},{"field":"money","new":10.10}],`+
		`"record":{"number":"ä<b>","big":9007199254740993,"money":10.10}}
{"sequence":3,"at":%[2]d,"kind":"appeared","entity":"things","guid":"b","key":"","updatedAt":%[2]d,"fields":[],"record":{"number":null}}
`, at+2*60_000, at+3*60_000)
	if got := f.out.String(); got != want {
		t.Errorf("handed on\n%s\nwant\n%s", got, want)
	}
	f.out.Reset()
	if got := f.runs(f.watch(f.things)); got != "" {
		t.Errorf("a second time: %s", got)
	}
}

// TestWhatTheSyncFinds is handed on in the same round, also where the sync fails after it, and that is the run's end.
func TestWhatTheSyncFinds(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.runs(f.watch(f.things))
	for n, failing := range []error{nil, fail.New(fail.Unreachable, "", "away"), fail.New(fail.Partial, "", "some")} {
		w := f.watch(f.things)
		w.Sync = func(context.Context) (verdict, err error) {
			f.put(f.things, `{"number":"1"}`, fmt.Sprint("r", n)) //nolint:contextcheck // that of the test
			if fail.Is(failing, fail.Partial) {
				return failing, nil
			}
			return nil, failing
		}
		if err := w.Run(t.Context()); !errors.Is(err, failing) {
			t.Errorf("ended with %v, not %v", err, failing)
		}
		if got := f.handed(); got != fmt.Sprintf("%d r%d", n+1, n) {
			t.Errorf("handed on %q", got)
		}
	}
}

// TestFailsAndComesAgain: what was not handed on comes again, with the same bytes and before the server is asked.
func TestFailsAndComesAgain(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.runs(f.watch(f.things))
	f.put(f.things, `{"number":"1"}`, "a", "b", "c", "d", "e")
	seen, batches := "", 0
	w := f.watch(f.things)
	w.BatchSize = 2
	w.Hand = func(ctx context.Context, batch *watch.Batch) error {
		if batches++; batches == 2 {
			ok(t, watch.ToOutput(&f.out)(ctx, batch))
			seen = f.handed()
			return errors.New("no room")
		}
		return watch.ToOutput(&f.out)(ctx, batch)
	}
	w.Sync = func(context.Context) (error, error) {
		t.Error("synced, though what is there is not handed on")
		return nil, nil
	}
	if err := w.Run(t.Context()); err == nil || err.Error() != "no room" {
		t.Errorf("ended with %v", err)
	}
	if seen != "1 a, 2 b, 3 c, 4 d" || f.handed() != "" {
		t.Errorf("handed on %q, and more", seen)
	}
	f.put(f.things, `{"number":"2"}`, "a")
	again := f.watch(f.things)
	away := fail.New(fail.Unreachable, "", "away")
	again.Sync = func(context.Context) (error, error) { return nil, away }
	if err := again.Run(t.Context()); !errors.Is(err, away) {
		t.Errorf("ended with %v", err)
	}
	if got := f.handed(); got != "3 c, 4 d, 5 e, 6 a" {
		t.Errorf("then %q", got)
	}
}

// TestInterruptedBeforeMoving: an event that was handed on when the run was ended does not come again.
func TestInterruptedBeforeMoving(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.runs(f.watch(f.things))
	f.put(f.things, `{"number":"1"}`, "a", "b")
	ctx, interrupt := context.WithCancelCause(t.Context())
	w := f.watch(f.things)
	w.BatchSize = 1
	w.Hand = func(ctx context.Context, batch *watch.Batch) error {
		interrupt(fail.ErrInterrupted)
		return watch.ToOutput(&f.out)(ctx, batch)
	}
	if err := w.Run(ctx); !errors.Is(err, fail.ErrInterrupted) || !strings.Contains(err.Error(), "comes first when it runs again") {
		t.Errorf("ended with %v", err)
	}
	if got := f.handed(); got != "1 a" {
		t.Errorf("handed on %q", got)
	}
	if got := f.runs(f.watch(f.things)); got != "2 b" {
		t.Errorf("then %q", got)
	}
}

// TestOtherEntities: a watch of more or other entities than before goes on with each where it was.
func TestOtherEntities(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.runs(f.watch(f.things))
	f.put(f.things, `{}`, "a")
	f.put(f.others, `{}`, "b")
	f.all()
	if got := f.runs(f.watch(f.things, f.others)); got != "1 a" {
		t.Errorf("of both: %q", got)
	}
	if said := f.all(); !strings.Contains(said, "begins from now with 1 entity that it did not watch before") {
		t.Errorf("said %q", said)
	}
	f.put(f.others, `{}`, "c")
	f.put(f.things, `{}`, "d")
	if got := f.runs(f.watch(f.others)); got != "3 c" {
		t.Errorf("of the others: %q", got)
	}
	if got := f.runs(f.watch(f.things, f.others)); got != "4 d" {
		t.Errorf("of both again: %q", got)
	}
}

// TestForgets: what is handed on and old is removed, and nothing else.
func TestForgets(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.runs(f.watch(f.things))
	f.put(f.things, `{}`, "a", "b")
	f.now = f.now.AddDate(0, 2, 0)
	count := func() (n int) {
		f.with(func(s *mirror.Store) {
			for _, err := range s.EventsAfter(t.Context(), map[string]int64{"things": 0}) {
				ok(t, err)
				n++
			}
		})
		return n
	}
	w := f.watch(f.things)
	w.Hand = func(context.Context, *watch.Batch) error { return errors.New("not now") }
	if err := w.Run(t.Context()); err == nil || count() != 2 {
		t.Errorf("%v; %d events are left", err, count())
	}
	if got := f.runs(f.watch(f.things)); got != "1 a, 2 b" || count() != 1 {
		t.Errorf("handed on %q; %d events are left", got, count())
	}
	if got := f.runs(f.watch(f.things)); got != "" {
		t.Errorf("again: %q", got)
	}
}

// TestGoneRecord: the event of a record that was removed from the mirror says so.
func TestGoneRecord(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.runs(f.watch(f.things))
	f.put(f.things, `{"number":"1"}`, "a")
	f.with(func(s *mirror.Store) {
		stage, err := s.Stage(t.Context(), f.things, func(func(record.Record, error) bool) {})
		ok(t, err)
		_, err = stage.Compare(t.Context())
		ok(t, err)
		_, err = stage.MarkGone(t.Context(), f.now.AddDate(1, 0, 0))
		ok(t, err)
	})
	ok(t, f.watch(f.things).Run(t.Context()))
	if got := f.out.String(); !strings.Contains(got, `"kind":"vanished"`) || strings.Count(got, `"record":{"number":"1"}`) != 2 {
		t.Errorf("handed on %s", got)
	}
	f.out.Reset()
	f.with(func(s *mirror.Store) { _, err := s.Prune(t.Context(), f.things); ok(t, err) })
	all := f.watch(f.things)
	all.Name, all.Begin, all.OpenPlaces = "all", watch.BeginStart, f.places("all")
	ok(t, all.Run(t.Context()))
	if got := f.out.String(); strings.Count(got, `"record":null}`) != 2 {
		t.Errorf("handed on %s", got)
	}
}
