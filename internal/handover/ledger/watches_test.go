package ledger_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
)

// TestWatchPlaces: places move from where they are alone, all of them or none, and each watch has its own.
func TestWatchPlaces(t *testing.T) {
	onBoth(t, func(t *testing.T, options ledger.Options) {
		t.Helper()
		l := opened(t, options)
		type places = map[string]ledger.WatchPlace
		one := places{"invoices": {Mirror: "m", Sequence: 0}, "timecards": {Mirror: "m", Sequence: 3, At: noon()}}
		two := places{"invoices": {Mirror: "m", Sequence: 7, At: noon()}, "timecards": {Mirror: "m", Sequence: 7, At: noon()}}
		other := places{"invoices": {Mirror: "n", Sequence: 1}, "timecards": two["timecards"]}
		for i, step := range []struct {
			name     string
			from, to places
			moved    bool
			want     places
		}{
			{"w", nil, one, true, one},
			{"w", nil, two, false, one}, // they are there
			{"w", one, two, true, two},
			{"w", one, other, false, two}, // they were moved
			{"w", places{"invoices": two["invoices"], "nrbs": {}}, other, false, two}, // one of them was never there
			{"v", nil, one, true, one},
			{"w", two, other, true, other},
			{"w", two, two, true, other}, // nothing is moved
		} {
			moved, err := l.MoveWatch(t.Context(), step.name, step.from, step.to)
			ok(t, err)
			got, err := l.WatchPlaces(t.Context(), step.name)
			ok(t, err)
			same := maps.EqualFunc(got, step.want, func(a, b ledger.WatchPlace) bool {
				return a.Mirror == b.Mirror && a.Sequence == b.Sequence && a.At.Equal(b.At)
			})
			if moved != step.moved || !same {
				t.Errorf("step %d: moved %v, they are %v", i, moved, got)
			}
		}
	})
}

// TestLockWatch: a watch is at work once, and stands in no export's way.
func TestLockWatch(t *testing.T) {
	onBoth(t, func(t *testing.T, options ledger.Options) {
		t.Helper()
		first, second := opened(t, options), opened(t, options)
		release, err := first.LockWatch(t.Context(), "payroll")
		ok(t, err)
		_, err = second.LockWatch(t.Context(), "payroll")
		if busy, is := errors.AsType[*ledger.BusyError](err); !is || busy.Work != "watch" || !strings.Contains(busy.Error(), options.Command) {
			t.Errorf("a second: %v", err)
		}
		for _, name := range []string{"Payroll", "payroll2"} {
			free, err := second.LockWatch(t.Context(), name)
			ok(t, err)
			free()
		}
		free, err := second.Lock(t.Context(), "payroll", false, nil)
		ok(t, err)
		free()
		release()
		release, err = second.LockWatch(t.Context(), "payroll")
		ok(t, err)
		release()
	})
}
