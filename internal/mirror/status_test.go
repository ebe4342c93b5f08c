package mirror_test

import (
	"slices"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// TestStandings: what the mirror holds of each entity, in alphabetical order; one that was only read
// in passing was never synced.
func TestStandings(t *testing.T) {
	entity, catalog := things()
	other, never := entityNamed("others"), entityNamed("never")
	catalog.Entities = append(catalog.Entities, other, never, entityNamed("empty"))
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		if got, err := f.EntityStatuses(t.Context()); err != nil || len(got) != 0 {
			t.Errorf("an empty mirror: %v (%v)", got, err)
		}
		f.sync(entity, []string{indexEntry("a", 1), indexEntry("b", 1)}, map[string]string{"a": `{}`, "b": `{}`})
		f.now = f.now.Add(time.Minute)
		f.sync(entity, []string{indexEntry("a", 1)}, nil)
		f.ok(f.Synced(t.Context(), other, f.now, 5, 5, false))
		f.put(never, "a", indexEntry("a", 1), `{}`, 0)
		want := []mirror.EntityStatus{
			{Entity: "never", Objects: 1},
			{Entity: "others", IndexedAt: f.now, Pending: 5},
			{Entity: "things", Objects: 1, Gone: 1, IndexedAt: f.now, Complete: true},
		}
		got, err := f.EntityStatuses(t.Context())
		same := func(a, b mirror.EntityStatus) bool {
			there := a.IndexedAt.Equal(b.IndexedAt)
			a.IndexedAt, b.IndexedAt = time.Time{}, time.Time{}
			return there && a == b
		}
		if err != nil || !slices.EqualFunc(got, want, same) {
			t.Errorf("%+v (%v), want %+v", got, err, want)
		}
	})
}

// TestObjects: what is there, in the order in which it was first seen, and more than is held at once.
func TestObjects(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, "gone", indexEntry("gone", 1), `{}`, 0)
		var index []string
		var batch []mirror.Fresh
		for n := range 600 {
			id := string(rune('z'-n%26)) + time.Duration(n).String()
			index = append(index, indexEntry(id, 1))
			batch = append(batch, mirror.Fresh{ID: id, Entry: recordOf(t, index[n]), Record: recordOf(t, `{}`), At: f.now})
		}
		_, err := f.Put(t.Context(), entity, batch)
		f.ok(err)
		f.put(entity, batch[0].ID, indexEntry(batch[0].ID, 2), `{"size":1}`, time.Minute) // one that changes keeps its place
		_, err = f.stage(entity, index...).MarkGone(t.Context(), later())
		f.ok(err)
		at := 0
		for object, err := range f.Objects(t.Context(), entity) {
			f.ok(err)
			if object.ID != batch[at].ID || object.Gone != nil {
				t.Fatalf("%s comes where %s should", object.ID, batch[at].ID)
			}
			at++
		}
		if at != len(batch) {
			t.Errorf("%d of %d", at, len(batch))
		}
	})
}
