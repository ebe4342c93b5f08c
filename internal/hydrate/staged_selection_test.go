package hydrate_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

func (b *bench) staged(store *mirror.Store, old bool) *hydrate.StagedSelection {
	b.t.Helper()
	staged, err := hydrate.Stage(b.t.Context(), store, b.entity, b.index(), old)
	ok(b.t, err)
	return staged
}

func (b *bench) wanted(staged *hydrate.StagedSelection) []string {
	b.t.Helper()
	got, err := described(staged.Wanted(b.t.Context()))
	ok(b.t, err)
	return got
}

func missing(t *testing.T, staged *hydrate.StagedSelection, want int) {
	t.Helper()
	got, err := staged.Missing(t.Context())
	ok(t, err)
	if got != want {
		t.Errorf("%d are missing, want %d", got, want)
	}
}

// named is a mirror of employees with first names, in the order e1 Zoë … of what is given.
func named(b *bench, names ...string) *mirror.Store {
	b.t.Helper()
	for i, name := range names {
		id := string(rune('1' + i))
		b.Put("e"+id, "C"+id, i+1, `"employeeFirstName":"`+name+`"`)
	}
	return b.synced()
}

// TestStaged: of what did not change the mirror has the records; what is new or changed must be fetched.
func TestStaged(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	store := b.synced()
	b.Put("e2", "C2", 100)
	b.Put("e4", "C4", 101)
	b.List(`{"updatedAt":1}`)
	staged := b.staged(store, false)
	got := b.wanted(staged)
	same(t, "wanted", got[:4], "1 e1+", "2 e2", "3 e3+", "4 e4")
	contains(t, "the entry without a record", got[4], "5  ", "entry 5")
	missing(t, staged, 3)
	if staged.Repeated() != 0 {
		t.Errorf("%d are repeated", staged.Repeated())
	}
}

// TestStagedOld: who reads the mirror alone takes its records as they are.
func TestStagedOld(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	store := b.synced()
	b.Put("e2", "C2", 100)
	same(t, "wanted", b.wanted(b.staged(store, true)), "1 e1+", "2 e2+")
}

// TestStagedRepeated: a record that the index names twice is wanted once.
func TestStagedRepeated(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	b.List(`{"guid":"e1","updatedAt":1767225601000}`)
	staged := b.staged(b.mirror(), false)
	if got := b.wanted(staged); len(got) != 2 || staged.Repeated() != 1 {
		t.Errorf("wanted %q, repeated %d", got, staged.Repeated())
	}
}

// TestStagedWhere: what a database can tell is not wanted is left out, and keeps its place, so that it is known how far
// the records were looked at. Of what must be fetched it cannot tell.
func TestStagedWhere(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	store := named(b, "Ann", "Bob", "Ann")
	b.Put("e2", "C2", 100, `"employeeFirstName":"Bob"`)
	staged := b.staged(store, false)
	staged.Where = []mirror.Condition{{Path: []string{"employeeFirstName"}, Op: "=", Texts: []string{"Ann"}}}
	same(t, "wanted", b.wanted(staged), "1 e1+", "2 e2", "3 e3+")
	staged.Where[0].Texts = []string{"Bob"}
	same(t, "wanted", b.wanted(staged), "2 e2")
}

// TestStagedOrder: the mirror puts what it has in order, and says where it cannot.
func TestStagedOrder(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	staged := b.staged(named(b, "Cay", "Ann", "Bob"), false)
	sorted, err := staged.Order(t.Context(), []string{"employeeFirstName"}, false)
	ok(t, err)
	if !sorted {
		t.Fatal("plain names cannot be sorted")
	}
	same(t, "wanted", b.wanted(staged), "1 e2+", "2 e3+", "3 e1+")

	other := start(t, 0)
	staged = other.staged(named(other, "Zoë", "Ann"), false)
	sorted, err = staged.Order(t.Context(), []string{"employeeFirstName"}, false)
	ok(t, err)
	if sorted {
		t.Error("names beyond ASCII are sorted by the database")
	}
	same(t, "wanted", other.wanted(staged), "1 e1+", "2 e2+")
}

// TestPrefetch: what changed is fetched before the mirror puts records in order; what cannot be read is reported then,
// and not tried again.
func TestPrefetch(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	store := named(b, "Cay", "Ann", "Bob")
	b.Put("e1", "C1", 100, `"employeeFirstName":"Abe"`)
	b.Put("e2", "C2", 101, `"employeeFirstName":"Dan"`)
	b.Put("e4", "C4", 102, `"employeeFirstName":"Eve"`)
	b.List(`{"updatedAt":1}`)
	b.Answer(http.StatusInternalServerError, "e2")
	staged := b.staged(store, false)
	loop := b.loop()
	loop.Writer = hydrate.NewMirrorWriter(b.told, store, b.entity)
	ok(t, staged.Prefetch(t.Context(), loop))
	same(t, "calls", b.Calls(), "e1", "e2", "e4")
	if loop.Read != 2 || loop.Failed != 2 || len(b.problems) != 2 {
		t.Errorf("read %d, failed %d, problems %q", loop.Read, loop.Failed, b.problems)
	}
	sorted, err := staged.Order(t.Context(), []string{"employeeFirstName"}, true)
	ok(t, err)
	if !sorted {
		t.Fatal("plain names cannot be sorted")
	}
	var left []string
	for _, word := range b.wanted(staged) {
		left = append(left, word[len("1 "):])
	}
	same(t, "wanted", left, "e4+", "e3+", "e1+")
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("further calls %q", calls)
	}
}

// TestPrefetchEnds: a server that refuses all ends the run.
func TestPrefetchEnds(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	store := b.mirror()
	staged := b.staged(store, false)
	b.Answer(http.StatusForbidden, "e1")
	loop := b.loop()
	loop.Writer = hydrate.NewMirrorWriter(b.told, store, b.entity)
	if err := staged.Prefetch(t.Context(), loop); !fail.Is(err, fail.Denied) {
		t.Errorf("error %v", err)
	}
}

// TestStagedBroken: an index that cannot be read, or a mirror that cannot, is an error and no empty list.
func TestStagedBroken(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	store, walks := b.synced(), 0
	if _, err := hydrate.Stage(t.Context(), store, b.entity, entries(t, &walks, `{"guid":"e1"}`, "!"), false); !errors.Is(err, errBroken) {
		t.Errorf("an index that is cut off: %v", err)
	}
	staged := b.staged(store, false)
	ok(t, store.Close())
	if got, err := described(staged.Wanted(t.Context())); err == nil {
		t.Errorf("a mirror that is closed has %q", got)
	}
	if _, err := staged.Missing(t.Context()); err == nil {
		t.Error("a mirror that is closed counts")
	}
	loop := b.loop()
	loop.Writer = hydrate.NewMirrorWriter(b.told, store, b.entity)
	if err := staged.Prefetch(t.Context(), loop); err == nil {
		t.Error("a mirror that is closed can be brought up to date")
	}
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("calls %q", calls)
	}
}
