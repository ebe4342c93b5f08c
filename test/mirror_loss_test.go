package test

import (
	"fmt"
	"strings"
	"testing"
)

// numberedJobs gives so many job orders, from a number on.
func numberedJobs(from, count int) (jobs [][3]string) {
	for n := range count {
		id := fmt.Sprintf("g%d", from+n)
		jobs = append(jobs, [3]string{id, "1", order(id, fmt.Sprintf("J-%d", from+n))})
	}
	return jobs
}

// TestSyncDoubtsALoss: an index that lost all records, or more than half of 20, marks nothing as gone and
// removes nothing, by no flag and in no dry run, until that is allowed. What it names is stored.
func TestSyncDoubtsALoss(t *testing.T) {
	t.Parallel()
	shelf, server := newShelf(t, numberedJobs(1, 40)...)
	for _, environment := range mirrored(t, variables(t, server)) {
		for n := 1; n <= 40; n++ {
			shelf.put(fmt.Sprintf("g%d", n), "1", order(fmt.Sprintf("g%d", n), fmt.Sprintf("J-%d", n)))
		}
		shelf.remove("new")
		synced(t, environment)
		for n := 1; n <= 21; n++ {
			shelf.remove(fmt.Sprintf("g%d", n))
		}
		shelf.put("new", "1", order("new", "J-new"))
		for _, flags := range []string{"--dry-run", "--dry-run --prune", "", "--prune", "--recheck", "--allow-gone 20", "--allow-gone 51% --prune", "--since 1h", "--limit 1"} {
			got := run(environment, append([]string{"sync", "joborders", "-o", "csv", "--no-header", "--columns", "indexed,gone,held,pruned"}, strings.Fields(flags)...)...)
			if got.code != 9 || got.out != "20,0,21,0\n" || !strings.Contains(got.err, "joborders (21 of 40 records are not in the index)") && !strings.Contains(got.err, "of 41 records") ||
				!strings.Contains(got.err, "--allow-gone 21") {
				t.Errorf("sync %s: %+v", flags, got)
			}
		}
		if got := asked(t, environment, "select count(*) from joborders"); got != "41" {
			t.Errorf("the mirror shows %s, want the 40 and the new one", got)
		}
		if got := asked(t, environment, "select count(*) from history where kind = 'vanished'"); got != "0" {
			t.Errorf("the history has %s vanished", got)
		}
		if got := run(environment, "sync", "joborders", "--allow-gone", "21", "-q", "-o", "csv", "--no-header", "--columns", "gone,held"); got.code != 0 || got.out != "21,0\n" {
			t.Errorf("allowed by number: %+v", got)
		}
		// What was marked on several nights is too much to remove at once, too.
		if got := run(environment, "sync", "joborders", "--prune"); got.code != 9 || !strings.Contains(got.err, "joborders (21 of 41 records would be removed)") {
			t.Errorf("pruning much: %+v", got)
		}
		if got := run(environment, "sync", "joborders", "--prune", "--allow-gone", "60%", "-q", "-o", "csv", "--no-header", "--columns", "gone,pruned"); got.code != 0 || got.out != "0,21\n" {
			t.Errorf("pruning allowed: %+v", got)
		}
	}
}

// TestSyncDoubtsAnEmptyIndex: an empty list is doubted however little was known, holds no other entity up,
// and lets the mirror's age be that of the last list that was believed.
func TestSyncDoubtsAnEmptyIndex(t *testing.T) {
	t.Parallel()
	server := &changeable{}
	server.set(`[{"guid":"a","updatedAt":1}]`, map[string]string{"a": order("a", "J-1")})
	environment := variables(t, serving(t, server.ServeHTTP))
	if got := run(environment, "sync", "joborders"); got.code != 0 {
		t.Fatal(got.err)
	}
	server.set(`[]`, nil)
	got := run(environment, "sync", "joborders", "companies", "-o", "json")
	if got.code != 9 || !strings.Contains(got.out, `"companies"`) || !strings.Contains(got.out, "held: nothing is marked gone") || !strings.Contains(got.err, `"code":9`) {
		t.Errorf("an empty list: %+v", got)
	}
	if got := asked(t, environment, "select (select count(*) from joborders), (select indexed from syncs where entity = 'joborders')"); got != "1,1" {
		t.Errorf("the mirror has %s", got)
	}
	if got := run(environment, "sync", "joborders", "--allow-gone", "100%"); got.code != 0 {
		t.Errorf("allowed by share: %+v", got)
	}
	if got := asked(t, environment, "select count(*) from joborders"); got != "0" {
		t.Errorf("the mirror has %s", got)
	}
	for _, wrong := range []string{"-1", "x", "101%", "%", "1.5"} {
		if got := run(environment, "sync", "--allow-gone", wrong); got.code != 2 || !strings.Contains(got.err, "--allow-gone "+wrong) {
			t.Errorf("--allow-gone %s: %+v", wrong, got)
		}
	}
}
