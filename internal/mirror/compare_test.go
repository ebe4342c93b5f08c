package mirror_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// ids gives what entries name, "!" for one with a fault and "=" behind one whose record is at hand.
func ids(t *testing.T, entries iter.Seq2[mirror.Entry, error]) string {
	t.Helper()
	var all []string
	for entry, err := range entries {
		if err != nil {
			t.Fatal(err)
		}
		name := entry.ID
		if entry.Fault != "" {
			name = "!"
		}
		if entry.Fresh && !entry.Filtered {
			name += "="
		}
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

// TestCompare: what an index has that the mirror has not, and the other way round, in the order of
// the index. Any other time of change counts, not only a later one.
func TestCompare(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for _, id := range []string{"a", "b", "c", "d"} {
			f.put(entity, id, indexEntry(id, 10), `{"number":"`+id+`"}`, 0)
		}
		stage := f.stage(entity, indexEntry("e", 10), indexEntry("c", 9), indexEntry("a", 10), `{"updatedAt":10}`, indexEntry("b", 11), indexEntry("a", 10))
		got, err := stage.Compare(t.Context())
		if want := (mirror.Comparison{New: 1, Changed: 2, Unchanged: 1, Faulty: 1, Gone: 1, Known: 4, Unnamed: 1, Objects: 4}); err != nil || got != want {
			t.Errorf("%+v, want %+v (%v)", got, want, err)
		}
		if stage.Entries != 6 || stage.Duplicates != 1 {
			t.Errorf("%d entries, %d doubles", stage.Entries, stage.Duplicates)
		}
		for what, walk := range map[string][2]string{
			"missing":         {ids(t, stage.Missing(t.Context(), false)), "e c b !"},
			"all missing":     {ids(t, stage.Missing(t.Context(), true)), "e c a b !"},
			"all":             {ids(t, stage.All(t.Context(), mirror.Selection{})), "e c a= ! b"},
			"all, as it goes": {ids(t, stage.All(t.Context(), mirror.Selection{Old: true})), "e c= a= ! b="},
		} {
			if walk[0] != walk[1] {
				t.Errorf("%s: %s, want %s", what, walk[0], walk[1])
			}
		}
	})
}

// TestFreshRecord: one record by the index that was just read.
func TestFreshRecord(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, "same", indexEntry("same", 10), `{"number":"1"}`, 0)
		f.put(entity, "moved", indexEntry("moved", 10), `{"number":"2"}`, 0)
		f.put(entity, "hidden", indexEntry("hidden", 10), `{"number":"3"}`, 0)
		stage := f.stage(entity, indexEntry("same", 10), indexEntry("moved", 11), indexEntry("new", 1))
		for id, want := range map[string][2]string{
			"same": {indexEntry("same", 10), `{"number":"1"}`}, "moved": {indexEntry("moved", 11), ""}, "new": {indexEntry("new", 1), ""}, "hidden": {"", ""},
		} {
			entry, whole, err := stage.Fresh(t.Context(), id)
			if err != nil || string(entry.Raw()) != want[0] || string(whole.Raw()) != want[1] {
				t.Errorf("%s: %s and %s (%v), want %s and %s", id, entry.Raw(), whole.Raw(), err, want[0], want[1])
			}
		}
	})
}

// TestUndatedIsFetched: where the index does not say when a record changed, nobody can tell that it
// did not.
func TestUndatedIsFetched(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for _, entry := range []string{`{"guid":"a"}`, `{"guid":"a","updatedAt":null}`} {
			f.put(entity, "a", entry, `{"number":"1"}`, 0)
			if got := ids(t, f.stage(entity, entry).Missing(t.Context(), false)); got != "a" {
				t.Errorf("%s: to be fetched are %q", entry, got)
			}
		}
		// The name of the field in whole records will do as well, and a time need be no number.
		for _, entry := range []string{`{"guid":"a","thingUpdatedAt":5}`, `{"guid":"a","updatedAt":"2026-01-01T00:00:00Z"}`} {
			f.put(entity, "a", entry, `{"number":"1"}`, 0)
			if got := ids(t, f.stage(entity, entry).Missing(t.Context(), false)); got != "" {
				t.Errorf("%s: to be fetched are %q", entry, got)
			}
		}
	})
}

// TestWithoutGet: where the API has no call for a whole record, the entry of the index is the record,
// and any difference in it counts.
func TestWithoutGet(t *testing.T) {
	entity, catalog := things()
	entity.Operations = []api.Operation{{Verb: api.List}}
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		entry := `{"guid":"a","updatedAt":1,"size":1}`
		f.put(entity, "a", entry, entry, 0)
		for index, want := range map[string]string{entry: "", `{"guid":"a","updatedAt":1,"size":2}`: "a"} {
			if got := ids(t, f.stage(entity, index).Missing(t.Context(), false)); got != want {
				t.Errorf("%s: to be fetched are %q, want %q", index, got, want)
			}
		}
	})
}

// TestLongIndex: an index of more entries than are held at once comes back whole and in order.
func TestLongIndex(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		var index, want []string
		for n := range 5300 {
			id := fmt.Sprint(9999 - n)
			index, want = append(index, indexEntry(id, 1)), append(want, id)
		}
		stage := f.stage(entity, index...)
		if got := ids(t, stage.Missing(t.Context(), false)); got != strings.Join(want, " ") {
			t.Errorf("%d entries come back, or in another order", strings.Count(got, " ")+1)
		}
		// The mirror can be written to in the middle of the walk, as a sync does.
		count := 0
		for entry, err := range stage.Missing(t.Context(), false) {
			f.ok(err)
			if count++; count%1000 == 0 {
				f.put(entity, entry.ID, string(entry.Listed.Raw()), `{}`, 0)
			}
		}
		if count != len(index) {
			t.Errorf("%d of %d entries while records were stored", count, len(index))
		}
	})
}

// TestStageEndsWithTheIndex: an index that breaks off is not held against the mirror, or its rest would
// look gone.
func TestStageEndsWithTheIndex(t *testing.T) {
	entity, catalog := things()
	broken := errors.New("cut off")
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		_, err := f.Stage(t.Context(), entity, func(yield func(record.Record, error) bool) {
			_ = yield(recordOf(t, indexEntry("a", 1)), nil) && yield(record.Record{}, broken)
		})
		if !errors.Is(err, broken) {
			t.Errorf("an index that is cut off: %v", err)
		}
		// And nothing of it is left in the next.
		if got := slices.Collect(strings.FieldsSeq(ids(t, f.stage(entity, indexEntry("b", 1)).All(t.Context(), mirror.Selection{})))); !slices.Equal(got, []string{"b"}) {
			t.Errorf("the next index has %v", got)
		}
	})
}
