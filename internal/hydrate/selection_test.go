package hydrate_test

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// entries walks entries of an index by their texts, and counts how often it is walked. "!" ends it with an error.
func entries(t *testing.T, walks *int, texts ...string) iter.Seq2[record.Record, error] {
	t.Helper()
	return func(yield func(record.Record, error) bool) {
		*walks++
		for _, text := range texts {
			if text == "!" {
				yield(record.Record{}, errBroken)
				return
			}
			if !yield(object(t, text), nil) {
				return
			}
		}
	}
}

func selected(t *testing.T, texts ...string) *hydrate.Selection {
	t.Helper()
	walks := 0
	selection, err := hydrate.Select(hydratetest.Employees(t), entries(t, &walks, texts...))
	ok(t, err)
	t.Cleanup(func() { ok(t, selection.Close()) })
	if walks != 1 {
		t.Errorf("the index is walked %d times", walks)
	}
	return selection
}

// TestSelection: what is wanted is read once and counted, and walked in its order as often as needed.
func TestSelection(t *testing.T) {
	t.Parallel()
	selection := selected(t, `{"guid":"e2"}`, `{"id":7}`, `{"guid":"é\u0000\n\"<>"}`)
	if selection.Count != 3 {
		t.Errorf("%d are wanted", selection.Count)
	}
	for range 2 {
		got, err := described(selection.Wanted())
		ok(t, err)
		same(t, "wanted", got, "1 e2", "2 7", "3 é\x00\n\"<>")
	}
	next, end := iter.Pull2(selection.Wanted())
	if one, err, _ := next(); err != nil || one.ID != "e2" {
		t.Errorf("the first is %q, %v", one.ID, err)
	}
	end()
}

// TestSelectionOfNothing: an index that has nothing, or nothing that is wanted, is no error.
func TestSelectionOfNothing(t *testing.T) {
	t.Parallel()
	selection := selected(t)
	if got, err := described(selection.Wanted()); err != nil || len(got) != 0 || selection.Count != 0 {
		t.Errorf("%q, %d, %v", got, selection.Count, err)
	}
}

// TestSelectionWithFaults: an entry that names no record keeps its place, and says which one it is.
func TestSelectionWithFaults(t *testing.T) {
	t.Parallel()
	got, err := described(selected(t, `{"guid":"e1"}`, `{"updatedAt":1}`, `{"guid":"e3"}`).Wanted())
	ok(t, err)
	if len(got) != 3 || got[0] != "1 e1" || got[2] != "3 e3" {
		t.Fatalf("%q", got)
	}
	contains(t, "the second", got[1], "2  entry 2 of the list: ")
}

// TestSelectionOfABrokenIndex: an index that cannot be read to its end selects nothing.
func TestSelectionOfABrokenIndex(t *testing.T) {
	t.Parallel()
	walks := 0
	if _, err := hydrate.Select(hydratetest.Employees(t), entries(t, &walks, `{"guid":"e1"}`, "!")); !errors.Is(err, errBroken) {
		t.Errorf("error %v", err)
	}
}

// TestLargeSelection: a selection that is larger than what is kept in memory comes out as it went in.
func TestLargeSelection(t *testing.T) {
	t.Parallel()
	long, count := strings.Repeat("x", 1<<10), spool.DefaultMemory>>10+100
	selection, err := hydrate.Select(hydratetest.Employees(t), func(yield func(record.Record, error) bool) {
		for i := range count {
			if !yield(object(t, fmt.Sprintf(`{"guid":"%s-%d"}`, long, i)), nil) {
				return
			}
		}
	})
	ok(t, err)
	place := 0
	for one, err := range selection.Wanted() {
		ok(t, err)
		if one.ID != fmt.Sprintf("%s-%d", long, place) {
			t.Fatalf("in place %d is %s", place, one.ID)
		}
		if place++; one.Line != place {
			t.Fatalf("%s is in place %d", one.ID, one.Line)
		}
	}
	if place != count || selection.Count != count {
		t.Errorf("%d of %d come back", place, count)
	}
	ok(t, selection.Close())
	for _, err := range selection.Wanted() {
		if err == nil {
			t.Error("a selection that is closed has records")
		}
	}
}
