package mirror_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
)

// TestResolve: a record is named by its id or by one of its keys, the better key first; a key of
// several gives them all, in the order in which they were first seen, and gone ones only where there
// is no other.
func TestResolve(t *testing.T) {
	entity, catalog := things()
	entity.Key = []string{"number", "code"}
	other := entityNamed("others")
	other.Key = []string{"number"}
	catalog.Entities = append(catalog.Entities, other)
	long := strings.Repeat("key with 4000 characters, no two alike ", 1)
	for n := range 1000 {
		long += fmt.Sprintf("%04d", n*7919%10000)
	}
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for id, body := range map[string]string{
			"a": `{"number":"J-1","code":"C-1"}`, "b": `{"number":1001}`, "c": `{"number":"J-2","code":"J-1"}`,
			"e": `{"number":9007199254740993}`, "g": `{"number":"gone"}`, "h": `{"number":"a"}`, "i": `{"code":"C-9"}`,
			"j": `{"number":"it's \"?\" $1 ünï"}`, "k": `{"number":{"x":1}}`, "l": `{"number":"` + long + `"}`, "m": `{"number":"007"}`,
			"n": `{"number":"x\u0000y"}`, "o": `{"number":true}`,
		} {
			f.put(entity, id, indexEntry(id, 1), body, 0)
		}
		f.put(entity, "d1", indexEntry("d1", 1), `{"number":"D"}`, 0)
		f.put(entity, "d0", indexEntry("d0", 1), `{"number":"D"}`, 0)
		f.put(other, "z", indexEntry("z", 1), `{"number":"J-3"}`, 0)
		_, err := f.stage(entity, indexEntry("a", 1), indexEntry("b", 1), indexEntry("c", 1), indexEntry("d1", 1), indexEntry("d0", 1), indexEntry("e", 1), indexEntry("h", 1), indexEntry("i", 1),
			indexEntry("j", 1), indexEntry("k", 1), indexEntry("l", 1), indexEntry("m", 1), indexEntry("n", 1), indexEntry("o", 1)).MarkGone(t.Context(), later())
		f.ok(err)
		for word, want := range map[string]string{
			"J-1": "a c", "a": "a", "1001": "b", "D": "d1 d0", "C-9": "i", "C-1": "a", "9007199254740993": "e", "007": "m", "7": "",
			"g": "g", "gone": "g", "J-3": "", "": "", "j-1": "", "J-%": "", `it's "?" $1 ünï`: "j", long: "l", "\xff": "", "x\x00z": "",
		} {
			if got, err := f.Resolve(t.Context(), entity, word); err != nil || strings.Join(got, " ") != want {
				t.Errorf("%.40q is %v (%v), want %q", word, got, err, want)
			}
		}
	})
}

// TestResolveMany: of a key that very many records have, enough are given to list them.
func TestResolveMany(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for n := range 25 {
			f.put(entity, fmt.Sprint(n), indexEntry(fmt.Sprint(n), 1), `{"number":"same"}`, 0)
		}
		if got, err := f.Resolve(t.Context(), entity, "same"); err != nil || len(got) != 20 || got[19] != "19" {
			t.Errorf("%v (%v)", got, err)
		}
	})
}

// TestSuggest: keys and ids that begin with what is typed, each once, keys first, and nothing that is
// gone.
func TestSuggest(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for id, body := range map[string]string{
			"a1": `{"number":"J-2"}`, "a2": `{"number":"J-1"}`, "a3": `{"number":"J-1"}`, "a4": `{"number":"ünï"}`, "J-9": `{}`, "gone": `{"number":"J-0"}`,
		} {
			f.put(entity, id, indexEntry(id, 1), body, 0)
		}
		_, err := f.stage(entity, indexEntry("a1", 1), indexEntry("a2", 1), indexEntry("a3", 1), indexEntry("a4", 1), indexEntry("J-9", 1)).MarkGone(t.Context(), later())
		f.ok(err)
		for start, want := range map[string][]string{
			"J-": {"J-1", "J-2", "J-9"}, "a": {"a1", "a2", "a3", "a4"}, "ü": {"ünï"}, "j": nil, "%": nil, "_": nil,
			"": {"J-1", "J-2", "ünï", "J-9", "a1", "a2", "a3", "a4"}, "\xff": nil,
		} {
			if got, err := f.Suggest(t.Context(), entity, start, 50); err != nil || !slices.Equal(got, want) {
				t.Errorf("%q: %q (%v), want %q", start, got, err, want)
			}
		}
		if got, err := f.Suggest(t.Context(), entity, "", 2); err != nil || len(got) != 2 {
			t.Errorf("two words: %q (%v)", got, err)
		}
	})
}

// TestOddKeys: the name of a key may be anything that can stand in JSON.
func TestOddKeys(t *testing.T) {
	for _, name := range []string{`a"b`, `a\b`, "a'b", "a?b", "a.b", "ü", "$1", strings.Repeat("long", 50)} {
		entity := entityNamed("things", api.Field{Name: name, Type: api.String})
		entity.Key = []string{name}
		t.Run(name, func(t *testing.T) {
			onBoth(t, &api.Catalog{Entities: []*api.Entity{entity}}, func(f *fixture) {
				t := f.t
				f.put(entity, "a", indexEntry("a", 1), fmt.Sprintf(`{%q:"J-1"}`, name), 0)
				// In a path of SQLite no name can have a quote or a backslash.
				found := database.OnServer(f.options.Address) || !strings.ContainsAny(name, `"\`)
				if got, err := f.Resolve(t.Context(), entity, "J-1"); err != nil || len(got) == 1 != found {
					t.Errorf("%v (%v)", got, err)
				}
				_, err := f.Suggest(t.Context(), entity, "J", 5)
				f.ok(err)
				f.ok(f.MakeViews(t.Context()))
			})
		})
	}
}
