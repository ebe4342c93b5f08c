package mirror_test

import (
	"testing"
	"time"
)

// TestReadBeforeAWrite: a record that was read before this program wrote to its entity, by a sync that ran
// beside it, is stored and not taken for the present state, until it is read once more.
func TestReadBeforeAWrite(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, "a", indexEntry("a", 1), `{"size":1}`, 0)
		f.now = noon().Add(2 * time.Minute)
		f.ok(f.MarkWritten(t.Context(), entity, []string{"a"}))
		known := func() bool {
			t.Helper()
			_, whole, err := f.stage(entity, indexEntry("a", 2)).Fresh(t.Context(), "a")
			f.ok(err)
			return len(whole.Raw()) > 0
		}
		f.put(entity, "a", indexEntry("a", 2), `{"size":1}`, time.Minute)
		if known() {
			t.Error("what was read before the write passes for the present state")
		}
		f.ok(f.Synced(t.Context(), entity, noon().Add(time.Minute), 1, 0, true))
		if standings, err := f.EntityStatuses(t.Context()); err != nil || len(standings) != 1 || standings[0].WrittenAt.IsZero() {
			t.Errorf("a sync that began before the write has forgotten it: %+v %v", standings, err)
		}
		f.put(entity, "a", indexEntry("a", 2), `{"size":2}`, 3*time.Minute)
		if !known() {
			t.Error("what was read after the write is read again")
		}
		f.ok(f.Synced(t.Context(), entity, noon().Add(3*time.Minute), 1, 0, true))
		if standings, err := f.EntityStatuses(t.Context()); err != nil || !standings[0].WrittenAt.IsZero() {
			t.Errorf("a sync after the write remembers it: %+v %v", standings, err)
		}
	})
}
