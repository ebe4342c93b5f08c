package watch_test

import (
	"context"
	"database/sql"
	"os"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/watch"
)

// TestBegin: a new watch begins where it is told to, and one that has a place goes on from there.
func TestBegin(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		begin       watch.Begin
		first, says string
	}{
		{watch.BeginUnsaid, "", "watch w begins from now"},
		{watch.BeginNow, "", "watch w begins from now"},
		{watch.BeginStart, "1 a, 2 b", "watch w begins with all that the history has"},
	} {
		f := newFixture(t)
		f.put(f.things, `{}`, "a", "b")
		w := f.watch(f.things)
		w.Begin = one.begin
		if got, said := f.runs(w), f.all(); got != one.first || !strings.Contains(said, one.says) {
			t.Errorf("%d: %q, said %q", one.begin, got, said)
		}
		f.put(f.things, `{}`, "c")
		again := f.watch(f.things)
		again.Begin = one.begin
		got, said := f.runs(again), f.all()
		if got != "3 c" || strings.Contains(said, "note: watch w goes on from its place") != (one.begin != watch.BeginUnsaid) {
			t.Errorf("%d again: %q, said %q", one.begin, got, said)
		}
	}
}

// change does something to the database of the mirror past it.
func (f *fixture) change(statement string) {
	f.t.Helper()
	db, err := sql.Open("sqlite", f.mirror.Address)
	ok(f.t, err)
	_, err = db.ExecContext(f.t.Context(), statement)
	ok(f.t, err)
	ok(f.t, db.Close())
}

// TestLostPlace: a watch that cannot tell what it has handed on of the history that is there does not go on, neither
// with a flood nor past what is new, until it is told where to begin.
func TestLostPlace(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		lose      func(f *fixture)
		says      string
		now, from string
	}{
		"another mirror": {func(f *fixture) {
			ok(f.t, mirror.Remove(f.t.Context(), f.mirror, false, nil))
			f.with(func(s *mirror.Store) { ok(f.t, s.Synced(f.t.Context(), f.things, f.now, 0, 0, true)) })
			f.put(f.things, `{}`, "x", "y", "z")
		}, "is that of another mirror, which was cleared or replaced", "", "1 x, 2 y, 3 z"},
		"an older copy": {func(f *fixture) { f.change("delete from history where seq > 1") },
			"its place in the history of things is 2, and the history ends at 1: the mirror is an older copy", "", "1 a"},
		"a copy that went on": {func(f *fixture) {
			f.change("delete from history where seq > 1")
			f.put(f.things, `{}`, "x", "y")
		}, "its place in the history of things, 2, is another event there", "", "1 a, 2 x, 3 y"},
		"removed history": {func(f *fixture) {
			f.put(f.things, `{}`, "c", "d")
			f.now = f.now.AddDate(0, 0, 1)
			f.with(func(s *mirror.Store) { ok(f.t, s.Forget(f.t.Context(), f.now)) })
			f.put(f.others, `{}`, "o")
		}, "the history of things is removed up to 3, and was handed on up to 2 only: changes between these are missing, the oldest of them after 2026-11-01T12:01:00Z",
			"", "4 d"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lost := func(begin watch.Begin) (*fixture, *watch.Watch) {
				f := newFixture(t)
				w := f.watch(f.things)
				w.Begin = watch.BeginStart
				f.runs(w)
				f.put(f.things, `{}`, "a", "b")
				f.runs(f.watch(f.things))
				one.lose(f)
				f.all()
				w = f.watch(f.things)
				w.Begin = begin
				return f, w
			}
			f, w := lost(watch.BeginUnsaid)
			w.Sync = func(context.Context) (error, error) {
				t.Error("it goes on")
				return nil, nil
			}
			err := w.Run(t.Context())
			if !fail.Is(err, fail.Guarded) || !strings.Contains(err.Error(), one.says) || !strings.Contains(fail.HintOf(err), "--from-now") || f.handed() != "" {
				t.Errorf("ended with %v", err)
			}
			f, w = lost(watch.BeginNow)
			if got, said := f.runs(w), f.all(); got != one.now || !strings.Contains(said, one.says) || !strings.Contains(said, "; it begins from now") {
				t.Errorf("from now: %q, said %q", got, said)
			}
			f.put(f.things, `{}`, "new")
			if got := f.runs(f.watch(f.things)); !strings.HasSuffix(got, " new") || strings.Contains(got, ",") {
				t.Errorf("after that: %q", got)
			}
			f, w = lost(watch.BeginStart)
			if got, said := f.runs(w), f.all(); got != one.from || !strings.Contains(said, one.says) {
				t.Errorf("from the start: %q, said %q", got, said)
			}
			if got := f.runs(f.watch(f.things)); got != "" {
				t.Errorf("after that: %q", got)
			}
		})
	}
}

// TestHistoryOfOthersRemoved: what is removed of entities that are not watched, or was handed on, is no loss.
func TestHistoryOfOthersRemoved(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.runs(f.watch(f.things))
	f.put(f.things, `{}`, "a")
	f.runs(f.watch(f.things))
	f.put(f.others, `{}`, "b", "c", "d")
	f.now = f.now.AddDate(1, 0, 0)
	f.with(func(s *mirror.Store) { ok(t, s.Forget(t.Context(), f.now)) })
	f.put(f.things, `{}`, "e")
	if got := f.runs(f.watch(f.things)); got != "5 e" {
		t.Errorf("handed on %q", got)
	}
}

// TestTwoOfOneName: a second run of a name does not begin, and one that another run went past moves nothing back.
func TestTwoOfOneName(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.runs(f.watch(f.things))
	f.put(f.things, `{}`, "a")
	w := f.watch(f.things)
	w.Hand = func(ctx context.Context, _ *watch.Batch) error {
		second := f.watch(f.things)
		if err := second.Run(ctx); !fail.Is(err, fail.Guarded) || !strings.Contains(err.Error(), `the watch "w" is being worked on by "aimsio watch"`) {
			t.Errorf("a second: %v", err)
		}
		past, err := ledger.Open(ctx, f.ledger)
		ok(t, err)
		places, err := past.WatchPlaces(ctx, "w")
		ok(t, err)
		moved, err := past.MoveWatch(ctx, "w", places, map[string]ledger.WatchPlace{"things": {Mirror: places["things"].Mirror, Sequence: 9}})
		if err != nil || !moved {
			t.Errorf("moved %v, %v", moved, err)
		}
		ok(t, past.Close())
		return nil
	}
	if err := w.Run(t.Context()); !fail.Is(err, fail.Guarded) || !strings.Contains(err.Error(), "moved its place meanwhile") {
		t.Errorf("ended with %v", err)
	}
	opened, err := ledger.Open(t.Context(), f.ledger)
	ok(t, err)
	places, err := opened.WatchPlaces(t.Context(), "w")
	if err != nil || places["things"].Sequence != 9 {
		t.Errorf("the place is %v, %v", places, err)
	}
	ok(t, opened.Close())
}

// TestLedgerGone: without the ledger a watch is a new one, and says so.
func TestLedgerGone(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.runs(f.watch(f.things))
	f.all()
	for _, ending := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(f.ledger.Address + ending)
	}
	f.put(f.things, `{}`, "a")
	if got, said := f.runs(f.watch(f.things)), f.all(); got != "" || !strings.Contains(said, "begins from now") {
		t.Errorf("handed on %q, said %q", got, said)
	}
}
