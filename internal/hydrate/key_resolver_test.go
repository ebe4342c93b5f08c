package hydrate_test

import (
	"errors"
	"fmt"
	"iter"
	"net/http"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// resolver is one over a mirror, nil for none.
func (b *bench) resolver(store *mirror.Store) *hydrate.KeyResolver {
	return &hydrate.KeyResolver{
		Entity: b.entity, Store: store, Reporter: b.told,
		MirrorError: func(err error) error {
			if err != nil {
				err = fmt.Errorf("of the mirror: %w", err)
			}
			return err
		},
		Minute: func(time.Time) string { return "this minute" },
	}
}

// TestWordsAreIDs: without a mirror a word goes to the server as it is.
func TestWordsAreIDs(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	resolver := b.resolver(nil)
	id, err := resolver.ID(t.Context(), "C1")
	ok(t, err)
	if _, byKey := resolver.KeyFor(id); id != "C1" || byKey {
		t.Errorf("C1 is %q, by key: %v", id, byKey)
	}
	ok(t, resolver.Compare(t.Context(), b.session))
	one := resolver.Wanted(t.Context(), "e1")
	if one.ID != "e1" || one.Have != nil || one.Err != nil {
		t.Errorf("wanted is %+v", one)
	}
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("calls %q", calls)
	}
}

// TestWordsAreKeys: with a mirror a word may be a business key; one that the mirror does not know goes to the server, for
// the record may be newer than the mirror.
func TestWordsAreKeys(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	resolver := b.resolver(b.synced())
	for word, want := range map[string]string{"C2": "e2", "e3": "e3", "C9": "C9"} {
		id, err := resolver.ID(t.Context(), word)
		ok(t, err)
		key, byKey := resolver.KeyFor(id)
		if id != want || byKey != (word == "C2") || byKey && key != word {
			t.Errorf("%s is %q, by the key %q: %v", word, id, key, byKey)
		}
	}
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("calls %q", calls)
	}
}

// TestKeyOfSeveral: a key that several records have is an error of usage which names them.
func TestKeyOfSeveral(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	b.Put("e8", "C1", 8)
	resolver := b.resolver(b.synced())
	_, err := resolver.ID(t.Context(), "C1")
	if !fail.Is(err, fail.Usage) || fail.HintOf(err) != "name the one that is meant by its GUID" {
		t.Fatalf("error %v", err)
	}
	contains(t, "the error", err.Error(), `"C1": several records have this key: `, "e1", "e8")
	if one := resolver.Wanted(t.Context(), "C1"); one.ID != "C1" || one.Err == nil {
		t.Errorf("wanted is %+v", one)
	}
	if _, err := resolver.Get(t.Context(), b.session, "C1"); !fail.Is(err, fail.Usage) {
		t.Errorf("get: %v", err)
	}
	if _, err := resolver.Offline(t.Context(), "C1"); !fail.Is(err, fail.Usage) {
		t.Errorf("offline: %v", err)
	}
	for i := range mirror.MaxMatches {
		b.Put(fmt.Sprintf("f%d", i), "C1", 10)
	}
	_, err = b.resolver(b.synced()).ID(t.Context(), "C1")
	contains(t, "the error of very many", fmt.Sprint(err), " and perhaps others")
}

// TestBrokenMirror: what the mirror cannot answer is an error of the mirror, not a record that is not there.
func TestBrokenMirror(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	store := b.synced()
	resolver := b.resolver(store)
	ok(t, resolver.Compare(t.Context(), b.session))
	ok(t, store.Close())
	b.Calls()
	_, err := resolver.ID(t.Context(), "C1")
	contains(t, "ID", fmt.Sprint(err), "of the mirror: ")
	_, err = resolver.Offline(t.Context(), "C1")
	contains(t, "Offline", fmt.Sprint(err), "of the mirror: ")
	_, err = resolver.Get(t.Context(), b.session, "e1")
	contains(t, "Get", fmt.Sprint(err), "of the mirror: ")
	contains(t, "Compare", fmt.Sprint(resolver.Compare(t.Context(), b.session)), "of the mirror: ")
	if one := resolver.Wanted(t.Context(), "e1"); one.Err == nil || one.ID != "e1" {
		t.Errorf("wanted is %+v", one)
	}
}

// TestCompare: with one call for the index, what did not change is at hand, and nothing else.
func TestCompare(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	store := b.synced()
	b.Put("e2", "C2", 100)
	b.Put("e4", "C4", 101)
	resolver := b.resolver(store)
	ok(t, resolver.Compare(t.Context(), b.session))
	same(t, "calls", b.Calls(), hydratetest.IndexCall)
	for word, want := range map[string]struct {
		id             string
		have, anyEntry bool
	}{
		"e1": {"e1", true, true}, "C1": {"e1", true, true}, "C2": {"e2", false, true},
		"e4": {"e4", false, true}, "C4": {"C4", false, false}, "none": {"none", false, false},
	} {
		one := resolver.Wanted(t.Context(), word)
		if one.Err != nil || one.ID != want.id || (one.Have != nil) != want.have || (len(one.Entry.Raw()) > 0) != want.anyEntry {
			t.Errorf("%s is %q, at hand: %v, entry %s, error %v", word, one.ID, one.Have != nil, one.Entry.Raw(), one.Err)
		}
	}
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("further calls %q", calls)
	}
}

// TestCompareFails: an index that cannot be read is the server's error.
func TestCompareFails(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	store := b.synced()
	b.Answer(http.StatusForbidden, hydratetest.IndexCall)
	if err := b.resolver(store).Compare(t.Context(), b.session); !fail.Is(err, fail.Denied) {
		t.Errorf("forbidden: %v", err)
	}
	b.Answer(0, hydratetest.IndexCall)
	b.List(`{"message":"cut off"}`)
	contains(t, "an entry that is none", fmt.Sprint(b.resolver(store).Compare(t.Context(), b.session)), "entry 2 of the list of employees is none")
}

// TestCheckKey: a record that was asked for by a key and has another one now is not the one that was meant.
func TestCheckKey(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	store := b.synced()
	b.Put("e1", "Z1", 100)
	resolver := b.resolver(store)
	_, err := resolver.Get(t.Context(), b.session, "C1")
	if !fail.Is(err, fail.NotFound) || fail.HintOf(err) != `"aimsio sync employees" learns the keys anew` {
		t.Fatalf("error %v, hint %q", err, fail.HintOf(err))
	}
	contains(t, "the error", err.Error(), `employee e1 is not "C1" any more, but "Z1"`)
	if r, err := b.resolver(store).Get(t.Context(), b.session, "e1"); err != nil || idOf(r) != "e1" {
		t.Errorf("by its GUID: %v", err)
	}
	if r, err := resolver.Get(t.Context(), b.session, "C2"); err != nil || idOf(r) != "e2" {
		t.Errorf("one that has its key: %v", err)
	}
}

// TestKeysOfAnyKind: a key counts by its text, also where it is a number, and any of an entity's keys may be meant.
func TestKeysOfAnyKind(t *testing.T) {
	t.Parallel()
	resolver := &hydrate.KeyResolver{Entity: &api.Entity{Name: "things", Title: "thing", Key: []string{"number", "name"}}}
	resolver.Remember("t1", "0042")
	resolver.Remember("t2", "42")
	resolver.Remember("t3", "Zoë")
	resolver.Remember("t4", "t4")
	for _, tried := range []struct {
		id, body string
		meant    bool
	}{
		{"t1", `{"number":"0042","name":"a"}`, true},
		{"t1", `{"number":42,"name":"a"}`, false},
		{"t2", `{"number":42}`, true},
		{"t3", `{"number":7,"name":"Zoë"}`, true},
		{"t3", `{"number":7,"name":"Zoe"}`, false},
		{"t3", `{}`, false},
		{"t4", `{}`, true},
		{"never asked for by a key", `{}`, true},
	} {
		if err := resolver.CheckKey(tried.id, object(t, tried.body)); (err == nil) != tried.meant {
			t.Errorf("%s as %s: %v", tried.id, tried.body, err)
		}
	}
}

// TestKeyOf: people know a record by its first key that says something.
func TestKeyOf(t *testing.T) {
	t.Parallel()
	entity := &api.Entity{Key: []string{"number", "name"}}
	for body, want := range map[string]string{
		`{"number":42,"name":"a"}`: "42", `{"name":"a"}`: "a", `{"number":null,"name":"a"}`: "a", `{"number":"","name":"a"}`: "a", `{}`: "",
	} {
		if got := hydrate.KeyOf(entity, object(t, body)); got != want {
			t.Errorf("%s is known as %q, want %q", body, got, want)
		}
	}
}

// TestRecheckKey: whether many records still have their keys takes one call for the index, and one for each that changed.
func TestRecheckKey(t *testing.T) {
	t.Parallel()
	b := start(t, 4)
	store := b.synced()
	b.Put("e2", "C2", 100)
	b.Put("e3", "Z3", 101)
	resolver := b.resolver(store)
	for _, word := range []string{"C1", "C2", "C3", "e4"} {
		_, err := resolver.ID(t.Context(), word)
		ok(t, err)
	}
	ok(t, resolver.RecheckKey(t.Context(), b.session, "e4"))
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("one that was asked for by its GUID: calls %q", calls)
	}
	ok(t, resolver.RecheckKey(t.Context(), b.session, "e1"))
	same(t, "calls for the first", b.Calls(), hydratetest.IndexCall)
	ok(t, resolver.RecheckKey(t.Context(), b.session, "e2"))
	same(t, "calls for one that changed", b.Calls(), "e2")
	if err := resolver.RecheckKey(t.Context(), b.session, "e3"); !fail.Is(err, fail.NotFound) {
		t.Errorf("one with another key: %v", err)
	}
	b.Answer(http.StatusForbidden, "e2")
	if err := resolver.RecheckKey(t.Context(), b.session, "e2"); !fail.Is(err, fail.Denied) {
		t.Errorf("one that cannot be read: %v", err)
	}
	b.Answer(http.StatusNotFound, hydratetest.IndexCall)
	other := b.resolver(store)
	other.Remember("e1", "C1")
	if err := other.RecheckKey(t.Context(), b.session, "e1"); err == nil {
		t.Error("an index that cannot be read says nothing")
	}
}

// TestAllWanted: words become what is to be fetched one by one; an error of theirs ends it, and one of a word alone does not.
func TestAllWanted(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	b.Put("e8", "C2", 8)
	resolver := b.resolver(b.synced())
	ok(t, resolver.Compare(t.Context(), b.session))
	got, err := described(resolver.AllWanted(t.Context(), words("C1", "C2", "e8", "!", "e1")))
	if !errors.Is(err, errBroken) || len(got) != 3 {
		t.Fatalf("%q, %v", got, err)
	}
	same(t, "those that are at hand", []string{got[0], got[2]}, "0 e1+", "0 e8+")
	contains(t, "that of several", got[1], "0 C2 ", "several records have this key")
	next, end := iter.Pull2(resolver.AllWanted(t.Context(), words("e1", "!")))
	defer end()
	if _, err, more := next(); err != nil || !more {
		t.Errorf("the first waits for the second: %v", err)
	}
}

// TestGetIsKept: a record that is read on its own is kept where the mirror knows it, with the entry of the index that is
// there, so that it counts as old where it changed.
func TestGetIsKept(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	store := b.synced()
	b.Put("e1", "C1", 100, `"employeeFirstName":"Zoë"`)
	b.Put("e3", "C3", 101)
	for word, call := range map[string]string{"C1": "e1", "e3": "e3"} {
		_, err := b.resolver(store).Get(t.Context(), b.session, word)
		ok(t, err)
		same(t, "calls for "+word, b.Calls(), call)
	}
	object, found, err := store.Find(t.Context(), b.entity, "e1")
	ok(t, err)
	if name, _ := object.Record.Get(record.Path{"employeeFirstName"}); !found || record.Text(name) != "Zoë" {
		t.Errorf("the mirror has %s", object.Record.Raw())
	}
	if _, found, err = store.Find(t.Context(), b.entity, "e3"); err != nil || found {
		t.Errorf("one that no index named is kept: %v, %v", found, err)
	}
	resolver := b.resolver(store)
	ok(t, resolver.Compare(t.Context(), b.session))
	if one := resolver.Wanted(t.Context(), "e1"); one.Have != nil {
		t.Error("a record of which the index has another time of change counts as it is now")
	}
}

// TestGetIsKeptNotIfGone: a record that the index does not name any more is handed on, and stays gone in the mirror.
func TestGetIsKeptNotIfGone(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	store := b.synced()
	b.forget(store, "e2")
	b.Hide("e2", "C2")
	r, err := b.resolver(store).Get(t.Context(), b.session, "e2")
	ok(t, err)
	object, found, err := store.Find(t.Context(), b.entity, "e2")
	ok(t, err)
	if idOf(r) != "e2" || !found || object.Gone == nil {
		t.Errorf("it is %s, found %v, gone since %v", idOf(r), found, object.Gone)
	}
}

// TestGetFails: the one record that is asked for fails with what to do next.
func TestGetFails(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	_, err := b.resolver(nil).Get(t.Context(), b.session, "none")
	if !fail.Is(err, fail.NotFound) {
		t.Errorf("not there: %v", err)
	}
	contains(t, "the error", err.Error(), `there is no employee "none" in environment "sandbox"`)
	contains(t, "the hint", fail.HintOf(err), `"aimsio employees list --env sandbox" shows the GUIDs`, `or if it is the employeeCode, "aimsio sync employees" learns those`)
	b.Answer(http.StatusForbidden, "e1")
	if _, err := b.resolver(nil).Get(t.Context(), b.session, "e1"); !fail.Is(err, fail.Denied) {
		t.Errorf("forbidden: %v", err)
	}
}

// TestOffline: the mirror alone tells of a record that is there, that is gone, and that it never had.
func TestOffline(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	store := b.synced()
	b.forget(store, "e2")
	resolver := b.resolver(store)
	for _, word := range []string{"e1", "C1"} {
		if r, err := resolver.Offline(t.Context(), word); err != nil || idOf(r) != "e1" {
			t.Errorf("%s: %v", word, err)
		}
	}
	_, err := resolver.Offline(t.Context(), "C9")
	if !fail.Is(err, fail.NotFound) || fail.HintOf(err) != "without --offline the server is asked" {
		t.Errorf("one that the mirror never had: %v", err)
	}
	contains(t, "the error", fmt.Sprint(err), `the mirror has no employee "C9"`)
	_, err = resolver.Offline(t.Context(), "C2")
	if !fail.Is(err, fail.NotFound) {
		t.Errorf("one that is gone: %v", err)
	}
	contains(t, "the error", fmt.Sprint(err), `employee "C2" is gone from the index since this minute`)
	contains(t, "its hint", fail.HintOf(err), "as e2")
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("calls %q", calls)
	}
}
