package hydrate_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// fetched is a record as it comes from the server, by its entry in the index.
func fetched(t *testing.T, id string) service.Fetched {
	t.Helper()
	return service.Fetched{
		Wanted: service.Wanted{ID: id, Entry: object(t, fmt.Sprintf(`{"guid":%q,"updatedAt":1767225601000}`, id))},
		Record: object(t, hydratetest.Body(id, "C-"+id)), At: time.Now(),
	}
}

// TestWriterWithoutMirror: where there is no mirror, nothing is kept and nobody has to ask.
func TestWriterWithoutMirror(t *testing.T) {
	t.Parallel()
	writer := hydrate.NewMirrorWriter(&told{}, nil, hydratetest.Employees(t))
	if writer != nil {
		t.Fatal("there is a writer without a mirror")
	}
	writer.Add(t.Context(), fetched(t, "e1"))
	writer.Flush(t.Context())
}

// TestWriterKeepsWhatWasFetched: only what a call brought, by an entry of the index, comes into the mirror.
func TestWriterKeepsWhatWasFetched(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	store := b.mirror()
	writer := hydrate.NewMirrorWriter(b.told, store, b.entity)
	writer.Add(t.Context(), fetched(t, "e1"))
	atHand := fetched(t, "e2")
	atHand.At = time.Time{}
	writer.Add(t.Context(), atHand)
	unlisted := fetched(t, "e3")
	unlisted.Entry = record.Record{}
	writer.Add(t.Context(), unlisted)
	if _, found, err := store.Find(t.Context(), b.entity, "e1"); err != nil || found {
		t.Errorf("a record is written alone: %v", err)
	}
	writer.Flush(t.Context())
	writer.Flush(t.Context())
	for id, want := range map[string]bool{"e1": true, "e2": false, "e3": false} {
		object, found, err := store.Find(t.Context(), b.entity, id)
		ok(t, err)
		if found != want || found && string(object.Record.Raw()) != hydratetest.Body(id, "C-"+id) {
			t.Errorf("%s is there: %v, as %s", id, found, object.Record.Raw())
		}
	}
}

// TestWriterBounds: many records are written on the way, so that memory does not grow and little is lost by a killed run.
func TestWriterBounds(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	store := b.mirror()
	writer := hydrate.NewMirrorWriter(b.told, store, b.entity)
	for i := range 250 {
		writer.Add(t.Context(), fetched(t, fmt.Sprintf("e%d", i)))
	}
	count := 0
	for _, err := range store.Objects(t.Context(), b.entity) {
		ok(t, err)
		count++
	}
	if count == 0 || count > 250 {
		t.Errorf("%d of 250 records are written", count)
	}
}

// TestWriterThatFails: a mirror that takes nothing is told of once, and the records go their way.
func TestWriterThatFails(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	store := b.synced()
	b.Put("e1", "C1", 100)
	staged, err := hydrate.Stage(t.Context(), store, b.entity, b.index(), false)
	ok(t, err)
	all := staged.Wanted(t.Context())
	writer := hydrate.NewMirrorWriter(b.told, store, b.entity)
	var kept []service.Fetched
	for one, err := range all {
		ok(t, err)
		kept = append(kept, service.Fetched{Wanted: one, Record: object(t, hydratetest.Body(one.ID, "C")), At: time.Now()})
	}
	ok(t, store.Close())
	for range 2 {
		for _, one := range kept {
			writer.Add(t.Context(), one)
		}
		writer.Flush(t.Context())
	}
	if !writer.Failed || len(b.notes) != 1 {
		t.Fatalf("failed: %v, notes %q", writer.Failed, b.notes)
	}
	contains(t, "the note", b.notes[0], "warning: what was fetched is not kept: ")
}

// TestMirrorIndex: the mirror's index is that through which the records were last found, without those that are gone.
func TestMirrorIndex(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	store := b.synced()
	b.forget(store, "e2")
	index := &hydrate.MirrorIndex{Ctx: t.Context(), Store: store, Entity: b.entity}
	for range 2 {
		var got []string
		for entry, err := range index.Entries() {
			ok(t, err)
			id, err := service.ID(b.entity, entry)
			ok(t, err)
			got = append(got, id)
		}
		same(t, "entries", got, "e1", "e3")
	}
	for range index.Entries() {
		break
	}
	if index.Calls() != 0 || len(b.Calls()) != 0 {
		t.Error("the mirror's index takes calls")
	}
	ok(t, index.Close())
	ok(t, store.Close())
	for _, err := range index.Entries() {
		if err == nil {
			t.Error("a mirror that is closed has entries")
		}
	}
}
