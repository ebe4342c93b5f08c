package mirror_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// TestGone: what the index does not name is marked with the time, once, and kept; it leaves the view,
// and comes back with the index.
func TestGone(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		bodies := map[string]string{"a": `{"number":"1"}`, "b": `{"number":"2"}`}
		f.sync(entity, []string{indexEntry("a", 1), indexEntry("b", 1)}, bodies)
		f.now = noon().Add(time.Hour)
		stage := f.stage(entity, indexEntry("a", 1))
		for want := 1; want >= 0; want-- {
			if got, err := stage.MarkGone(t.Context(), later()); err != nil || got != want {
				t.Errorf("%d are marked (%v), want %d", got, err, want)
			}
		}
		object, found, err := f.Find(t.Context(), entity, "b")
		if err != nil || !found || object.Gone == nil || !object.Gone.Equal(f.now) || string(object.Record.Raw()) != bodies["b"] {
			t.Errorf("what is gone: %v, %v, %v", object, found, err)
		}
		f.answers("select number from things order by 1", `{"number":"1"}`)
		f.answers("select count(*) as n from objects", `{"n":2}`)
		// It is back with the same time of change, and is fetched again all the same.
		if got := ids(t, f.stage(entity, indexEntry("a", 1), indexEntry("b", 1)).Missing(t.Context(), false)); got != "b" {
			t.Errorf("to be fetched are %q", got)
		}
		if stored := f.put(entity, "b", indexEntry("b", 1), bodies["b"], 2*time.Hour); stored != (mirror.Stored{New: 1}) {
			t.Errorf("what comes back counts as %+v", stored)
		}
		f.answers("select number from things order by 1", `{"number":"1"}`+"\n"+`{"number":"2"}`)
	})
}

// TestManyGone: more than fit a transaction.
func TestManyGone(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		var batch []mirror.Fresh
		for n := range 701 {
			id := fmt.Sprint(n)
			batch = append(batch, mirror.Fresh{ID: id, Entry: recordOf(t, indexEntry(id, 1)), Record: recordOf(t, `{}`), At: f.now})
		}
		_, err := f.Put(t.Context(), entity, batch)
		f.ok(err)
		if got, err := f.stage(entity, indexEntry("7", 1)).MarkGone(t.Context(), later()); err != nil || got != 700 {
			t.Errorf("%d of 700 are marked (%v)", got, err)
		}
	})
}

// TestPrune removes what is gone, of one entity, and nothing else; the history keeps it.
func TestPrune(t *testing.T) {
	entity, catalog := things()
	other := entityNamed("others", api.Field{Name: "number", Type: api.String})
	catalog.Entities = append(catalog.Entities, other)
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for _, e := range catalog.Entities {
			f.sync(e, []string{indexEntry("a", 1), indexEntry("b", 1)}, map[string]string{"a": `{"number":"1"}`, "b": `{"number":"2"}`})
			f.sync(e, []string{indexEntry("a", 1)}, nil)
		}
		if got, err := f.Prune(t.Context(), entity); err != nil || got != 1 {
			t.Errorf("%d are removed (%v)", got, err)
		}
		f.answers("select entity, id from objects order by 1, 2",
			`{"entity":"others","id":"a"}`+"\n"+`{"entity":"others","id":"b"}`+"\n"+`{"entity":"things","id":"a"}`)
		f.wantHistory("things b 2 vanished at 1:\nothers b  vanished at 1:")
	})
}

// TestWhatCameMeanwhileIsNotGone: a record that another command fetched after the index was read may be
// newer than it.
func TestWhatCameMeanwhileIsNotGone(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		f.put(entity, "old", indexEntry("old", 1), `{}`, -time.Hour)
		f.put(entity, "new", indexEntry("new", 1), `{}`, time.Hour)
		stage := f.stage(entity, indexEntry("another", 1))
		if got, err := stage.MarkGone(f.t.Context(), noon()); err != nil || got != 1 {
			f.t.Errorf("%d are marked (%v), want the old one", got, err)
		}
		f.answers("select id from objects where gone_at is not null", `{"id":"old"}`)
	})
}

// TestCheckReadsRecords: a byte that changed within a record is damage too.
func TestCheckReadsRecords(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		f.put(entity, "a", indexEntry("a", 1), `{"number":"1"}`, 0)
		f.ok(f.Check(f.t.Context()))
		other := `'{"number":"2"}'`
		if database.OnServer(f.options.Address) {
			other += "::bytea"
		}
		direct(f.t, f.options.Address, "update objects set body = "+other)
		if _, damaged := errors.AsType[*database.DamagedError](f.Check(f.t.Context())); !damaged {
			f.t.Error("a changed record passes")
		}
	})
}
