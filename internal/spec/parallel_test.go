package spec

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

// simple is a small description and what is compiled of it.
func simple(t *testing.T, title string) Import {
	t.Helper()
	source := fmt.Appendf(nil, "openapi: 3.0.3\ninfo: {title: %s, version: '1'}\npaths: {/Thing: {get: {responses: {}}}, '/Thing/{id}': {get: {responses: {}}}}\n", title)
	catalog, err := compile.With(source, compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return Import{About: About{Origin: title}, Source: source, Catalog: catalog, Fingerprint: "f"}
}

// Imports, resets and reads at the same time get in nobody's way.
func TestParallelImports(t *testing.T) {
	state := t.TempDir()
	var all sync.WaitGroup
	for i := range 6 {
		imported := simple(t, fmt.Sprintf("t%d", i))
		all.Go(func() {
			store := In(state)
			for range 10 {
				if err := store.Keep(t.Context(), imported); err != nil {
					t.Errorf("keeping: %v", err)
				}
				found, err := store.Find("")
				if err != nil || found == nil {
					t.Errorf("finding: %v", err)
					continue
				}
				if catalog, err := found.Load("g", compile.Options{}); err != nil || len(catalog.Entities) != 1 {
					t.Errorf("loading: %v", err)
				}
			}
		})
	}
	all.Wait()
}

// A reader who was told of a file that another import has removed since reads the new one.
func TestReadingWhileItIsReplaced(t *testing.T) {
	store := In(t.TempDir())
	for _, title := range []string{"one", "two"} {
		found := &Kept{}
		if title == "two" {
			var err error
			if found, err = store.Find(""); err != nil {
				t.Fatal(err)
			}
			age(t, found.folder)
		}
		if err := store.Keep(t.Context(), simple(t, title)); err != nil {
			t.Fatal(err)
		}
		if title == "one" {
			continue
		}
		if catalog, err := found.Load("f", compile.Options{}); err != nil || catalog.Title != "two" || found.Origin != "two" {
			t.Errorf("%v: %+v", err, found.About)
		}
	}
}

// What another process is making is not swept away.
func TestUnfinishedFilesStay(t *testing.T) {
	store := In(t.TempDir())
	if err := store.Keep(t.Context(), simple(t, "one")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(store.folder, forAll, ".new-other")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.Keep(t.Context(), simple(t, "two")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	age(t, filepath.Dir(path))
	if err := store.Keep(t.Context(), simple(t, "three")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("it is left: %v", err)
	}
}
