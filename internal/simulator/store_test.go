package simulator

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func storePath(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "state", "demo.ndjson")
}

func rename(t testing.TB, s *Simulator, code, name string) {
	t.Helper()
	post(t, s, base+"Company", fmt.Sprintf(`{"companyList":[{"companyCode":%q,"companyName":%q,"companyTypeName":"Client"}]}`, code, name))
}

func nameOf(t *testing.T, s *Simulator, ordinal int) string {
	t.Helper()
	name, _ := decode[object](t, get(t, s, base+"Company/"+guids(t, s, base+"Company")[ordinal]))["companyName"].(string)
	return name
}

func TestStoreSurvives(t *testing.T) {
	path := storePath(t)
	day := time.Date(2027, 3, 4, 15, 0, 0, 0, time.UTC)
	o := Options{Store: path, Seed: 3, Jobs: 10, Clock: func() time.Time { return day }}
	s := start(t, o)
	if _, err := os.Stat(path); err == nil {
		t.Fatal("New made the store before any call")
	}
	list := get(t, s, base+"JobOrder")
	rename(t, s, "C0001", "Renamed")
	rename(t, s, "NEW", "Created")
	last := len(guids(t, s, base+"Company")) - 1

	o.Seed, o.Jobs, day = 4, 99, day.AddDate(0, 0, 10)
	again := start(t, o)
	if get(t, again, base+"JobOrder") != list {
		t.Error("on the next start the made-up data differ")
	}
	if nameOf(t, again, 0) != "Renamed" || nameOf(t, again, last) != "Created" {
		t.Errorf("on the next start the written records are %q and %q", nameOf(t, again, 0), nameOf(t, again, last))
	}
	setup, err := again.Setup()
	if err != nil || setup.Seed != 3 || setup.Jobs != 10 || setup.AsOf.Format(time.DateOnly) != "2027-03-04" {
		t.Errorf("the setup is %+v (%v), want that of the first start", setup, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the store has the mode %v (%v), want 0600", info.Mode(), err)
	}
}

func TestStoreIsSharedAndReset(t *testing.T) {
	path := storePath(t)
	a, b := start(t, Options{Store: path, Jobs: 10}), start(t, Options{Store: path, Jobs: 10})
	rename(t, a, "C0001", "by a")
	rename(t, b, "C0002", "by b")
	if nameOf(t, b, 0) != "by a" || nameOf(t, a, 1) != "by b" {
		t.Errorf("b sees %q, a sees %q", nameOf(t, b, 0), nameOf(t, a, 1))
	}
	if err := Reset(path); err != nil {
		t.Fatal(err)
	}
	if nameOf(t, a, 0) == "by a" || nameOf(t, b, 1) == "by b" {
		t.Error("after the reset a running simulator still has what was written")
	}
	if err := Reset(path + "none"); err != nil {
		t.Errorf("resetting nothing: %v", err)
	}
}

func TestWritersAtOnceLoseNothing(t *testing.T) {
	path := storePath(t)
	const writers, each = 4, 15
	var group sync.WaitGroup
	for i := range writers {
		s := start(t, Options{Store: path, Jobs: 4})
		group.Go(func() {
			for j := range each {
				body := fmt.Sprintf(`{"companyList":[{"companyCode":"W%d-%d","companyName":"n","companyTypeName":"Client"}]}`, i, j)
				if w := callFor(s, http.MethodPost, base+"Company", body); w.Code != http.StatusOK {
					t.Errorf("status %d: %s", w.Code, w.Body)
				}
			}
		})
	}
	group.Wait()
	fresh := start(t, Options{Store: path})
	if got, want := len(guids(t, fresh, base+"Company")), 16+writers*each; got != want {
		t.Errorf("the store has %d companies, want %d", got, want)
	}
}

func TestDamagedStore(t *testing.T) {
	path := storePath(t)
	rename(t, start(t, Options{Store: path, Jobs: 4}), "C0001", "whole")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct{ content, want string }{
		"empty":          {"", "line 1"},
		"other file":     {"name,code\n", "line 1"},
		"other version":  {`{"aimsioSimulatorStore":99,"generation":"x","seed":1,"jobs":1,"asOf":"2026-11-01T00:00:00Z"}` + "\n", "version"},
		"garbage inside": {string(whole) + "garbage\n", "line 3"},
		"no record":      {string(whole) + `{"resource":"Company","guid":"x","record":null}` + "\n", "line 3"},
	}
	for name, test := range tests {
		if err := os.WriteFile(path, []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := New(Options{Store: path, Catalog: builtin(t)})
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "--reset") {
			t.Errorf("%s: New gives the error %v, want one with %q and the way out", name, err, test.want)
		}
	}
}

// A process killed while it appends leaves half a line, which nobody was told of.
func TestHalfALineDoesNotCount(t *testing.T) {
	path := storePath(t)
	rename(t, start(t, Options{Store: path, Jobs: 4}), "C0001", "first")
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"resource":"Company","gu`); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	s := start(t, Options{Store: path})
	if nameOf(t, s, 0) != "first" {
		t.Errorf("the whole line before it reads %q", nameOf(t, s, 0))
	}
	rename(t, s, "C0001", "second")
	if again := start(t, Options{Store: path}); nameOf(t, again, 0) != "second" {
		t.Errorf("after the next write the name is %q", nameOf(t, again, 0))
	}
}

func TestStoreDoesNotGrowForEver(t *testing.T) {
	const compactAbove = 1000 // lines, below which a store is never rewritten
	path := storePath(t)
	a, b := start(t, Options{Store: path, Jobs: 4}), start(t, Options{Store: path, Jobs: 4})
	rename(t, b, "C0002", "kept")
	for i := range compactAbove + 10 {
		rename(t, a, "C0001", fmt.Sprintf("name %d", i))
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(content), "\n"); lines > 100 {
		t.Errorf("two records take %d lines after %d writes", lines, compactAbove+11)
	}
	if nameOf(t, b, 0) != fmt.Sprintf("name %d", compactAbove+9) || nameOf(t, b, 1) != "kept" {
		t.Errorf("after the rewrite the other process sees %q and %q", nameOf(t, b, 0), nameOf(t, b, 1))
	}
}
