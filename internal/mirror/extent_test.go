package mirror_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// whole notes that all of an entity was read once, so that what comes then appeared.
func (f *fixture) whole(entity *api.Entity) {
	f.t.Helper()
	f.ok(f.Synced(f.t.Context(), entity, f.now, 0, 0, true))
}

// after lists the sequences and ids of events from places on.
func (f *fixture) after(places map[string]int64) (found []string) {
	f.t.Helper()
	for event, err := range f.EventsAfter(f.t.Context(), places) {
		f.ok(err)
		found = append(found, fmt.Sprint(event.Sequence, " ", event.ID))
	}
	return found
}

func (f *fixture) extent() mirror.Extent {
	f.t.Helper()
	extent, err := f.Extent(f.t.Context())
	f.ok(err)
	return extent
}

// TestEventsAfter: each entity is told of from a place of its own on, in one order, and others are not.
func TestEventsAfter(t *testing.T) {
	entity, _ := things()
	other := entityNamed("others")
	onBoth(t, &api.Catalog{Entities: []*api.Entity{entity, other}}, func(f *fixture) {
		f.whole(entity)
		f.whole(other)
		if extent := f.extent(); extent.Last != 0 || extent.Mirror == "" || len(extent.Removed) != 0 {
			f.t.Errorf("of no history: %+v", extent)
		}
		for n, id := range []string{"a", "b", "c", "d", "e"} {
			f.now = noon().Add(time.Duration(n) * time.Minute)
			f.put([]*api.Entity{entity, other}[n%2], id, indexEntry(id, 1), `{"number":"1"}`, 0)
		}
		if extent := f.extent(); extent.Last != 5 || !extent.LastAt.Equal(f.now) {
			f.t.Errorf("of five events: %+v", extent)
		}
		for _, one := range []struct {
			places map[string]int64
			want   []string
		}{
			{nil, nil},
			{map[string]int64{"things": 0}, []string{"1 a", "3 c", "5 e"}},
			{map[string]int64{"things": 3}, []string{"5 e"}},
			{map[string]int64{"things": 3, "others": 0}, []string{"2 b", "4 d", "5 e"}},
			{map[string]int64{"things": 5, "others": 4}, nil},
			{map[string]int64{"unknown": 0}, nil},
		} {
			if got := f.after(one.places); !slices.Equal(got, one.want) {
				f.t.Errorf("%v: %v", one.places, got)
			}
		}
		at, found, err := f.NoticedAt(f.t.Context(), 2)
		if err != nil || !found || !at.Equal(noon().Add(time.Minute)) {
			f.t.Errorf("the second was noticed at %s, %v, %v", at, found, err)
		}
		if _, found, err := f.NoticedAt(f.t.Context(), 6); err != nil || found {
			f.t.Errorf("one that is not there: %v, %v", found, err)
		}
	})
}

// TestManyEventsAfter: more events than are held at once come once each.
func TestManyEventsAfter(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		f.whole(entity)
		const count = 170
		f.puts(f.Store, entity, "n", count)
		got := f.after(map[string]int64{"things": 3})
		if len(got) != count-3 || got[0] != "4 n3" || got[len(got)-1] != fmt.Sprintf("%d n%d", count, count-1) {
			f.t.Errorf("%d events: %v", len(got), got)
		}
	})
}

// puts stores so many new records in one transaction.
func (f *fixture) puts(store *mirror.Store, entity *api.Entity, name string, count int) {
	f.t.Helper()
	var batch []mirror.Fresh
	for n := range count {
		id := fmt.Sprint(name, n)
		batch = append(batch, mirror.Fresh{ID: id, Entry: recordOf(f.t, indexEntry(id, 1)), Record: recordOf(f.t, `{"number":"x"}`), At: noon()})
	}
	if _, err := store.Put(f.t.Context(), entity, batch); err != nil {
		f.t.Error(err)
	}
}

// TestForgetKeepsNumbers: numbers go on where all of the history is old, and what was removed is noted for each
// entity.
func TestForgetKeepsNumbers(t *testing.T) {
	entity, _ := things()
	other := entityNamed("others")
	onBoth(t, &api.Catalog{Entities: []*api.Entity{entity, other}}, func(f *fixture) {
		f.whole(entity)
		f.whole(other)
		f.ok(f.Forget(f.t.Context(), f.now))
		for _, id := range []string{"a", "b", "c"} {
			f.put(entity, id, indexEntry(id, 1), `{"number":"1"}`, 0)
		}
		f.put(other, "d", indexEntry("d", 1), `{"number":"1"}`, 0)
		before := f.extent()
		f.now = noon().AddDate(1, 0, 0)
		f.ok(f.Forget(f.t.Context(), f.now))
		extent := f.extent()
		if extent.Last != 4 || extent.Mirror != before.Mirror || len(extent.Removed) != 1 || extent.Removed["things"] != 3 {
			f.t.Errorf("after all is old: %+v, before %+v", extent, before)
		}
		if got := f.history(noon()); got != "" {
			f.t.Errorf("what is old is told: %s", got)
		}
		f.put(entity, "e", indexEntry("e", 1), `{"number":"1"}`, 0)
		if got := f.history(noon()); got != "things e 1 appeared at 1:" {
			f.t.Errorf("told: %s", got)
		}
		if got := f.after(map[string]int64{"things": 3, "others": 3}); !slices.Equal(got, []string{"4 d", "5 e"}) {
			f.t.Errorf("after that: %v", got)
		}
		f.ok(f.Forget(f.t.Context(), f.now))
		if extent := f.extent(); extent.Removed["things"] != 3 || extent.Removed["others"] != 4 {
			f.t.Errorf("after more of it: %+v", extent)
		}
	})
}

// TestIdentity: a mirror keeps its identity when it is opened again, and one that takes its place has another.
func TestIdentity(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		first := f.extent().Mirror
		f.put(entity, "a", indexEntry("a", 1), `{"number":"1"}`, 0)
		f.ok(f.Close())
		f.open()
		if again := f.extent().Mirror; again != first {
			f.t.Errorf("%q became %q", first, again)
		}
		f.ok(f.Close())
		f.ok(mirror.Remove(f.t.Context(), f.options, false, nil))
		f.open()
		if second := f.extent().Mirror; second == first {
			f.t.Errorf("another mirror is %q too", second)
		}
	})
}

// TestNothingComesToLightBehind: who reads the history while several processes add to it misses nothing by going on
// from the last line that was there.
func TestNothingComesToLightBehind(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		f.whole(entity)
		const writers, rounds, each = 4, 6, 25
		var writing sync.WaitGroup
		for w := range writers {
			store, err := mirror.Open(f.t.Context(), f.options)
			f.ok(err)
			f.t.Cleanup(func() { _ = store.Close() })
			writing.Go(func() {
				for round := range rounds {
					f.puts(store, entity, fmt.Sprintf("w%d-%d-", w, round), each)
				}
			})
		}
		done := make(chan struct{})
		go func() {
			writing.Wait()
			close(done)
		}()
		place, seen := int64(0), 0
		for over := false; !over; {
			select {
			case <-done:
				over = true // after a last look
			default:
			}
			for event, err := range f.EventsAfter(f.t.Context(), map[string]int64{"things": place}) {
				f.ok(err)
				place = event.Sequence
				seen++
			}
		}
		if seen != writers*rounds*each {
			f.t.Errorf("%d of %d events were seen", seen, writers*rounds*each)
		}
	})
}
