package mirror_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// history gives the events of some entities since a time, a line each.
func (f *fixture) history(since time.Time, entities ...string) string {
	f.t.Helper()
	var lines []string
	for event, err := range f.Events(f.t.Context(), entities, since, f.now.Add(time.Hour)) {
		f.ok(err)
		updated := int64(0)
		if event.UpdatedAt != nil {
			updated = event.UpdatedAt.UnixMilli()
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %s at %d: %s", event.Entity, event.ID, event.Key, event.Kind, updated, []byte(event.Changes))))
	}
	return strings.Join(lines, "\n")
}

func (f *fixture) wantHistory(want string) {
	f.t.Helper()
	if got := f.history(noon()); got != strings.TrimSpace(want) {
		f.t.Errorf("the history is\n%s\nwant\n%s", got, want)
	}
}

// TestHistory: the first sync is where it begins; after that it tells what appeared, changed field by
// field, vanished, and came back.
func TestHistory(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.sync(entity, []string{indexEntry("a", 1), indexEntry("b", 1)}, map[string]string{
			"a": `{"number":"A-1","size":1,"old":true,"deep":{"x":1,"y":2}}`, "b": `{"number":"B-1"}`,
		})
		f.wantHistory("")
		f.now = f.now.Add(time.Minute)
		f.sync(entity, []string{indexEntry("a", 2), indexEntry("c", 1)}, map[string]string{
			"a": `{"number":"A-1","size":1.50,"deep":{"x":1,"y":3},"new":null}`, "c": `{"number":"C-1"}`,
		})
		f.wantHistory(`
things b B-1 vanished at 1:
things a A-1 changed at 2: [{"field":"size","old":1,"new":1.50},{"field":"old","old":true},{"field":"deep.y","old":2,"new":3},{"field":"new","new":null}]
things c C-1 appeared at 1:`)
		before := f.now.Add(time.Minute)
		f.now = before
		// The same content under a later time of change is no change, nor is the same written otherwise.
		f.sync(entity, []string{indexEntry("a", 3), indexEntry("c", 2), indexEntry("b", 1)}, map[string]string{
			"a": `{"number":"A-1","size":1.50,"deep":{"x":1,"y":3},"new":null}`, "c": `{ "number" : "C-1" }`, "b": `{"number":"B-1"}`,
		})
		if got := f.history(before); got != "things b B-1 appeared at 1:" {
			t.Errorf("what came back: %s", got)
		}
		if got := f.history(noon(), "others"); got != "" {
			t.Errorf("of another entity: %s", got)
		}
		f.ok(f.Forget(t.Context(), before))
		f.wantHistory("things b B-1 appeared at 1:")
	})
}

// TestHistoryBeginsWhenComplete: while the first sync is not through, what it fetches did not appear.
func TestHistoryBeginsWhenComplete(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, "a", indexEntry("a", 1), `{"number":"1"}`, 0)
		f.ok(f.Synced(t.Context(), entity, f.now, 3, 2, false))
		f.put(entity, "b", indexEntry("b", 1), `{"number":"2"}`, 0)
		f.wantHistory("")
		f.put(entity, "a", indexEntry("a", 2), `{"number":"3"}`, 0)
		f.wantHistory(`things a 3 changed at 2: [{"field":"number","old":"1","new":"3"}]`)
		f.ok(f.Synced(t.Context(), entity, f.now, 3, 0, true))
		f.ok(f.Synced(t.Context(), entity, f.now, 3, 2, false)) // one with --limit takes nothing back
		f.put(entity, "c", indexEntry("c", 1), `{"number":"4"}`, 0)
		f.wantHistory(`things a 3 changed at 2: [{"field":"number","old":"1","new":"3"}]` + "\nthings c 4 appeared at 1:")
	})
}

// TestLongHistory: more events than are held at once come in the order in which they were noticed, and
// only those of the span.
func TestLongHistory(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.ok(f.Synced(t.Context(), entity, f.now, 0, 0, true))
		const count = 1203
		var batch []mirror.Fresh
		for n := range count {
			id := fmt.Sprint(count - n)
			batch = append(batch, mirror.Fresh{ID: id, Entry: recordOf(t, indexEntry(id, 1)), Record: recordOf(t, `{"number":"x"}`), At: f.now})
		}
		_, err := f.Put(t.Context(), entity, batch)
		f.ok(err)
		next := count
		for event, err := range f.Events(t.Context(), nil, noon(), noon().Add(time.Millisecond)) {
			f.ok(err)
			if event.ID != fmt.Sprint(next) {
				t.Fatalf("%s comes where %d should", event.ID, next)
			}
			next--
		}
		if next != 0 {
			t.Errorf("%d events are missing", next)
		}
		for event, err := range f.Events(t.Context(), nil, noon().Add(time.Millisecond), noon().Add(time.Hour)) {
			t.Errorf("after the span: %v (%v)", event, err)
		}
		for event, err := range f.Events(t.Context(), nil, noon().Add(-time.Hour), noon()) {
			t.Errorf("before the span: %v (%v)", event, err)
		}
	})
}
