package spec

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

func TestCatalogsComeBackAsTheyWere(t *testing.T) {
	large, err := compile.With(large(20, 30), compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	page := &api.Paging{Style: api.PageNumber, First: -1, Records: 1 << 40}
	for name, c := range map[string]*api.Catalog{
		"built in": api.Builtin(),
		"large":    large,
		"empty":    {},
		"one":      {Entities: []*api.Entity{{Name: "é", Operations: []api.Operation{{Page: page, Fields: []api.Field{}}}}}},
	} {
		again, err := decode(encode(c))
		if diff := cmp.Diff(c, again); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

// A file that was cut off, or changed anywhere, is told from a good one.
func TestDamageIsNoticed(t *testing.T) {
	content := encode(api.Builtin())
	for at := 0; at < len(content); at += 1 + len(content)/500 {
		if _, err := decode(content[:at]); err == nil {
			t.Errorf("cut off at %d", at)
		}
		changed := append([]byte(nil), content...)
		changed[at] ^= 0x41
		if _, err := decode(changed); err == nil {
			t.Errorf("changed at %d", at)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(encode(api.Builtin()))
	f.Add(encode(&api.Catalog{Title: "a"}))
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0, 0, 0})
	f.Fuzz(func(_ *testing.T, content []byte) {
		_, _ = decode(content)
		// As if the sum were right.
		r := &reader{rest: content, room: len(content)}
		r.readTexts()
		var c api.Catalog
		r.value(reflect.ValueOf(&c).Elem())
	})
}

// What another version compiled is compiled anew, once.
func TestAnotherVersionCompilesAnew(t *testing.T) {
	store := kept(t, 3, 3)
	found, err := store.Find("any")
	if err != nil || found == nil {
		t.Fatal(err)
	}
	path := filepath.Join(found.folder, found.catalogName())
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows := compile.Options{Rows: []api.Presentation{{Resource: "Thing001", Name: "others", Title: "other"}}}
	first, err := found.Load(Fingerprint("2"), rows)
	if _, renamed := first.Entity("others"); err != nil || !renamed {
		t.Errorf("it was not compiled anew: %v", err)
	}
	after, err := os.ReadFile(path)
	if err != nil || bytes.Equal(before, after) {
		t.Errorf("it was not kept: %v", err)
	}
	second, err := found.Load(Fingerprint("2"), compile.Options{})
	if diff := cmp.Diff(first, second); err != nil || diff != "" {
		t.Errorf("it was compiled again: %v %s", err, diff)
	}
}

func TestStores(t *testing.T) {
	state := t.TempDir()
	store := In(state)
	if found, err := store.Find("x"); found != nil || err != nil {
		t.Fatalf("%+v %v", found, err)
	}
	keep := func(environment, origin string) {
		t.Helper()
		about := About{Origin: origin, Environment: environment, Imported: time.Unix(1, 0)}
		if err := store.Keep(t.Context(), Import{About: about, Source: []byte(origin), Catalog: &api.Catalog{Title: origin}, Fingerprint: "f"}); err != nil {
			t.Fatal(err)
		}
	}
	origin := func(environment string) string {
		t.Helper()
		found, err := store.Find(environment)
		if err != nil {
			t.Fatal(err)
		}
		if found == nil {
			return ""
		}
		catalog, err := found.Load("f", compile.Options{})
		if err != nil || catalog.Title != found.Origin {
			t.Errorf("%s: %v, %q is not %q", environment, err, catalog.Title, found.Origin)
		}
		return found.Origin
	}
	keep("", "one")
	age(t, filepath.Join(state, Folder, forAll))
	keep("", "two")
	keep("a:b/é", "three")
	got := []string{origin(""), origin("other"), origin("a:b/é"), origin("A:B/é")}
	if diff := cmp.Diff([]string{"two", "two", "three", "three"}, got); diff != "" {
		t.Error(diff)
	}
	if names, err := os.ReadDir(filepath.Join(state, Folder, forAll)); err != nil || len(names) != 3 {
		t.Errorf("an earlier import left something: %v %v", names, err)
	}
	if diff := cmp.Diff([]string{"a:b/é"}, store.Environments()); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"a:b/é", "", "", "none"} {
		if _, err := store.Remove(t.Context(), name); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(state, Folder)); !os.IsNotExist(err) {
		t.Errorf("something is left: %v", err)
	}
}

// age makes all files of a folder old enough to be swept.
func age(t *testing.T, folder string) {
	t.Helper()
	names, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	then := time.Now().Add(-2 * settled)
	for _, name := range names {
		if err := os.Chtimes(filepath.Join(folder, name.Name()), then, then); err != nil {
			t.Fatal(err)
		}
	}
}

// Names in a description lead to no file outside its folder.
func TestSumsAreNoPaths(t *testing.T) {
	store := kept(t, 1, 1)
	path := filepath.Join(store.folder, forAll, aboutName)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(content, []byte(`"sha256": "`)) + len(`"sha256": "`)
	changed := string(content[:at]) + "../../../../../../../../../../etc/passwd" + string(content[at+64:])
	if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Find(""); err == nil {
		t.Error("it was taken")
	}
}
