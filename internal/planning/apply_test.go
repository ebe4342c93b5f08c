package planning_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/plan"
)

// ways are those in which a plan is held against the server once more.
func ways(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	for name, mirrored := range map[string]bool{"through a mirror": true, "by the list": false} {
		t.Run(name, func(t *testing.T) {
			f := start(t, 4)
			if mirrored {
				f.sync()
			}
			test(t, f)
		})
	}
}

// One call writes what differs, and one reads that nothing else did: bodies are whole records without what the API
// only reads.
func TestApply(t *testing.T) {
	ways(t, func(t *testing.T, f *fixture) {
		t.Helper()
		made, _ := f.plan(changes)
		got, err := f.apply(made, bulk.Options{}, bulk.Applying{})
		want(t, got, "2 B-1 update updated", "4 B-3 update updated", "5 B-9 create created", "3 B-2 update unchanged")
		if err != nil {
			t.Fatal(err)
		}
		want(t, f.calls, "LIST", `{"billableItemList":[`+
			`{"billableItemGuid":"g-1","billableItemCode":"B-1","billableItemName":"Renamed","billableItemDefaultRate":1},`+
			`{"billableItemGuid":"g-3","billableItemCode":"B-3","billableItemName":"Item 3","billableItemDefaultRate":3,"billableItemDescription":null},`+
			`{"billableItemCode":"B-9","billableItemName":"New","billableItemDefaultRate":1}]}`)
		again, short := f.plan(changes)
		if again.Counts.Changes() != 0 {
			t.Errorf("%q", short)
		}
	})
}

// What somebody else changed meanwhile is a conflict. Nothing is sent then, or the others alone.
func TestConflicts(t *testing.T) {
	ways(t, func(t *testing.T, f *fixture) {
		t.Helper()
		made, _ := f.plan(changes)
		f.put("g-1", `{"billableItemDescription":"elsewhere"}`)
		f.put("g-9", `{"billableItemCode":"B-9","billableItemName":"Theirs"}`)
		got, err := f.apply(made, bulk.Options{}, bulk.Applying{})
		conflict := `2 B-1 update conflict it changed since the plan was made: billableItemDescription: nothing → "elsewhere"`
		want(t, got, conflict, "4 B-3 update skipped not sent: others are in conflict", "5 B-9 create conflict it is there by now", "3 B-2 update unchanged")
		if !fail.Is(err, fail.Guarded) || len(f.writes()) != 0 {
			t.Errorf("%v, %q", err, f.writes())
		}
		got, err = f.apply(made, bulk.Options{}, bulk.Applying{SkipConflicts: true})
		want(t, got, conflict, "4 B-3 update updated", "5 B-9 create conflict it is there by now", "3 B-2 update unchanged")
		if !fail.Is(err, fail.Guarded) || len(f.writes()) != 1 || strings.Contains(f.writes()[0], "B-1") {
			t.Errorf("%v, %q", err, f.writes())
		}
	})
}

// A record that is gone is a conflict; one that became what it shall be is none, and one that was only touched neither.
func TestWhatBecameOfRecords(t *testing.T) {
	ways(t, func(t *testing.T, f *fixture) {
		t.Helper()
		made, _ := f.plan("billableItemGuid,billableItemName\ng-1,x\ng-2,y\ng-3,z\n")
		f.drop("g-1")
		f.put("g-2", `{"billableItemName":"y"}`)
		f.put("g-3", `{}`)
		got, err := f.apply(made, bulk.Options{}, bulk.Applying{SkipConflicts: true})
		want(t, got, "2 B-1 update conflict there is no record with this GUID; it is gone, or hidden from this user",
			"3 B-2 update unchanged it is as it shall be already", "4 B-3 update updated")
		if !fail.Is(err, fail.Guarded) || len(f.writes()) != 1 {
			t.Errorf("%v, %q", err, f.writes())
		}
	})
}

// What changed and cannot be read any more is not overwritten.
func TestUnreadableBeforeItIsSent(t *testing.T) {
	ways(t, func(t *testing.T, f *fixture) {
		t.Helper()
		made, _ := f.plan("billableItemGuid,billableItemName\ng-1,x\ng-2,y\n")
		f.put("g-1", `{"billableItemDescription":"elsewhere"}`)
		f.get = func(string) (int, string) { return http.StatusOK, `{"error":"no"}` }
		got, err := f.apply(made, bulk.Options{}, bulk.Applying{})
		if !fail.Is(err, fail.Guarded) || len(f.writes()) != 0 || !strings.HasPrefix(got[0], "2 B-1 update conflict it changed since the plan was made, and cannot be read: ") {
			t.Errorf("%v, %q", err, got)
		}
	})
}

// A list that is doubted at the last moment keeps what it does not name from being sent.
func TestTheIndexShrinksBeforeItIsSent(t *testing.T) {
	f := start(t, 40)
	f.sync()
	made, _ := f.plan("billableItemCode,billableItemName\nB-1,x\nB-2,y\n")
	f.list = func() string { return `[{"guid":"g-1","updatedAt":` + at(1) + `}]` }
	got, err := f.apply(made, bulk.Options{}, bulk.Applying{})
	want(t, got, "2 B-1 update skipped not sent: others are in conflict", "3 B-2 update conflict the list does not name it any more")
	if !fail.Is(err, fail.Guarded) || len(f.writes()) != 0 {
		t.Errorf("%v, %q", err, f.writes())
	}
}

// A list that cannot be read sends nothing.
func TestTheIndexFailsBeforeItIsSent(t *testing.T) {
	ways(t, func(t *testing.T, f *fixture) {
		t.Helper()
		made, _ := f.plan(changes)
		for _, body := range []string{`{"error":"no"}`, `[{"error":"no"}]`, `[`} {
			f.list = func() string { return body }
			if got, err := f.apply(made, bulk.Options{}, bulk.Applying{}); err == nil || len(got) != 0 || len(f.writes()) != 0 {
				t.Errorf("%q: %v, %q", body, err, got)
			}
		}
	})
}

// An answer that refuses a record in a good status is no success; results and rejects tell why.
func TestRefusedRecords(t *testing.T) {
	f := start(t, 2)
	f.post = func(string) (int, string) {
		return http.StatusOK, `[{"guid":"g-1","success":true},{"guid":"g-2","success":false,"error":"the name is taken"}]`
	}
	csv := "billableItemGuid,billableItemName\ng-1,x\ng-2,y\n"
	path := f.file(csv)
	run := f.run(bulk.Options{File: path})
	source, err := run.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	made, _ := f.plan(csv)
	rejects := filepath.Join(t.TempDir(), "rejects.csv")
	got, err := f.apply(made, bulk.Options{Rejects: rejects}, bulk.Applying{Source: source})
	if !fail.Is(err, fail.Partial) || len(got) != 2 || got[0] != "2 B-1 update updated" || !strings.HasPrefix(got[1], "3 B-2 update failed ") {
		t.Errorf("%v, %q", err, got)
	}
	content, err := os.ReadFile(rejects)
	if want := "billableItemGuid,billableItemName,aimsio_reason\ng-2,y,"; err != nil || !strings.HasPrefix(string(content), want) || !strings.Contains(string(content), "the name is taken") {
		t.Errorf("%q, %v", content, err)
	}
}

// A run that ended in the middle is gone on with: what it has done is not sent again, though it is another record now
// than the plan has it; what it may have done is held against what it should be.
func TestResume(t *testing.T) {
	ways(t, func(t *testing.T, f *fixture) {
		t.Helper()
		made, _ := f.plan("billableItemGuid,billableItemName\ng-1,a\ng-2,b\ng-3,c\ng-4,d\n")
		calls := 0
		f.post = func(string) (int, string) {
			if calls++; calls < 3 {
				return 0, ""
			}
			return http.StatusForbidden, "no more"
		}
		results := filepath.Join(t.TempDir(), "results.ndjson")
		o := bulk.Options{Results: results}
		run := func(o bulk.Options) ([]string, error) {
			f.calls, f.rows = nil, &rows{}
			o.BatchSize, o.MaxErrors = 1, 20
			made2, err := bulk.Plan(f.setup, o)
			if err != nil {
				t.Fatal(err)
			}
			err = made2.Apply(t.Context(), bulk.Applying{Plan: made})
			return f.rows.short, err
		}
		got, err := run(o)
		done := slices.DeleteFunc(got, func(row string) bool { return !strings.HasSuffix(row, " updated") })
		if err == nil || len(done) != 2 {
			t.Fatalf("%v, %q", err, got)
		}
		f.post = nil
		file, err := os.OpenFile(results, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		f.setup.Resumed = file
		got, err = run(bulk.Options{Resume: results})
		f.setup.Resumed = nil
		if err != nil || len(got) != 2 || len(f.writes()) != 2 {
			t.Errorf("%v, %q, %q", err, got, f.writes())
		}
		all := slices.Sorted(slices.Values(append(done, got...)))
		want(t, all, "2 B-1 update updated", "3 B-2 update updated", "4 B-3 update updated", "5 B-4 update updated")
	})
}

// --max-changes counts what changes, not what the input has; a share is one of the list that was read for the plan.
func TestMaxChanges(t *testing.T) {
	f := start(t, 4)
	f.sync()
	made, _ := f.plan(changes)
	for limit, allowed := range map[string]bool{"2": false, "3": true, "74%": false, "75%": true} {
		_, err := f.apply(made, bulk.Options{MaxChanges: limit, DryRun: true}, bulk.Applying{})
		if fail.Is(err, fail.Guarded) == allowed || fail.Is(err, fail.Different) != allowed || len(f.calls) != 0 {
			t.Errorf("%s: %v, %q", limit, err, f.calls)
		}
	}
}

// A dry run calls nothing and ends as the run would end.
func TestDryRun(t *testing.T) {
	f := start(t, 2)
	for csv, kind := range map[string]fail.Kind{
		"billableItemGuid,billableItemName\ng-1,x\n":          fail.Different,
		"billableItemGuid,billableItemName\ng-1,x\ng-9,y\n":   fail.Guarded,
		"billableItemGuid,billableItemName\ng-9,y\ng-8,n\n":   fail.Guarded,
		"billableItemGuid,billableItemName\ng-1,Item 1\n":     fail.Failed,
		"billableItemGuid,billableItemName\ng-1,\ng-2,Item 2": fail.Failed,
	} {
		made, _ := f.plan(csv)
		got, err := f.apply(made, bulk.Options{DryRun: true}, bulk.Applying{})
		if kind == fail.Failed && err != nil || kind != fail.Failed && !fail.Is(err, kind) || len(got)+len(f.calls) != 0 {
			t.Errorf("%q: %v, %q", csv, err, f.calls)
		}
	}
}

// Conflicts of the plan itself are told before anybody is asked.
func TestConflictsOfThePlan(t *testing.T) {
	f := start(t, 2)
	made, _ := f.plan("billableItemGuid,billableItemName\ng-9,y\ng-1,x\n")
	f.problems = nil
	got, err := f.apply(made, bulk.Options{}, bulk.Applying{})
	if !fail.Is(err, fail.Guarded) || len(got)+len(f.calls) != 0 || len(f.problems) != 1 || !strings.HasPrefix(f.problems[0], "line 2 (g-9): no billable item has this GUID") {
		t.Errorf("%v, %q, %q", err, got, f.problems)
	}
	got, err = f.apply(made, bulk.Options{}, bulk.Applying{SkipConflicts: true})
	if !fail.Is(err, fail.Guarded) || len(got) != 2 || got[0] != "3 B-1 update updated" {
		t.Errorf("%v, %q", err, got)
	}
}

// 5,000 records of which 40 differ take one call that writes.
func TestFewOfMany(t *testing.T) {
	const many = 5000
	f := start(t, many)
	f.sync()
	var csv strings.Builder
	csv.WriteString("billableItemCode,billableItemName\n")
	for i := 1; i <= many; i++ {
		name := fmt.Sprintf("Item %d", i)
		if i%125 == 0 {
			name = "Changed"
		}
		fmt.Fprintf(&csv, "B-%d,%s\n", i, name)
	}
	made, _ := f.plan(csv.String())
	if made.Counts != (plan.Counts{Update: 40, Unchanged: many - 40, Listed: many}) || len(f.calls) != 1 {
		t.Fatalf("%+v, %d calls", made.Counts, len(f.calls))
	}
	got, err := f.apply(made, bulk.Options{}, bulk.Applying{})
	if err != nil || len(got) != many || len(f.calls) != 2 || len(f.writes()) != 1 {
		t.Errorf("%v, %d rows, %d calls", err, len(got), len(f.calls))
	}
	lines := slices.DeleteFunc(got, func(row string) bool { return strings.HasSuffix(row, "unchanged") })
	if diff := cmp.Diff(40, len(lines)); diff != "" {
		t.Error(diff)
	}
}
