package test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
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

// TestADoubtHolds: an index that was doubted is doubted again, also where what it brought, or what another
// command fetched of it, makes the loss look small; until the records are back or the loss is allowed.
func TestADoubtHolds(t *testing.T) {
	t.Parallel()
	shelf, server := newShelf(t)
	replace := func(gone, come int) {
		for n := range 24 {
			shelf.remove(fmt.Sprintf("g%d", gone+n))
			id := fmt.Sprintf("g%d", come+n)
			shelf.put(id, "1", order(id, "J-"+id))
		}
	}
	for _, environment := range mirrored(t, variables(t, server)) {
		for _, first := range [][]string{
			{"sync", "joborders"}, {"joborders", "list", "--full", "-q"}, {"sync", "joborders", "--limit", "3"}, {"sync", "joborders", "--recheck"},
		} {
			replace(100, 1)
			if got := run(environment, "sync", "joborders", "--allow-gone", "100%"); got.code != 0 {
				t.Fatal(got.err)
			}
			replace(1, 100)
			run(environment, first...)
			for range 3 {
				got := run(environment, "sync", "joborders", "-o", "csv", "--no-header", "--columns", "indexed,gone,held")
				if got.code != 9 || got.out != "24,0,24\n" || !strings.Contains(got.err, "joborders (24 of 24 records are not in the index)") {
					t.Errorf("after %v: %+v", first, got)
				}
			}
			if got := asked(t, environment, "select count(*) from joborders"); got != "48" {
				t.Errorf("after %v the mirror shows %s", first, got)
			}
			if got := run(environment, "sync", "joborders", "--allow-gone", "23"); got.code != 9 || !strings.Contains(got.err, "more than --allow-gone 23 allows") {
				t.Errorf("allowed too few: %+v", got)
			}
			if got := run(environment, "sync", "joborders", "--allow-gone", "24", "-q", "-o", "csv", "--no-header", "--columns", "gone,held"); got.code != 0 || got.out != "24,0\n" {
				t.Errorf("allowed: %+v", got)
			}
			if got := run(environment, "sync", "joborders"); got.code != 0 {
				t.Errorf("after it was allowed: %+v", got)
			}
		}
	}
}

// TestALossByAndBy: a list that shrinks every night is doubted when more than half of what it had within seven
// days is gone, however little each night takes; what is slower is normal life, and so is a list of which
// records come as others go.
func TestALossByAndBy(t *testing.T) {
	t.Parallel()
	shelf, server := newShelf(t, numberedJobs(1, 24)...)
	environment, now := variables(t, server), time.Date(2026, time.March, 1, 2, 0, 0, 0, time.UTC)
	sync := func(later time.Duration, flags ...string) outcome {
		now = now.Add(later)
		return runIn(func(world cmdkit.System) int {
			world.Now = func() time.Time { return now }
			return cli.Run(append([]string{"sync", "joborders", "-o", "csv", "--no-header", "--columns", "gone,held"}, flags...), world)
		}, "", environment)
	}
	const night = 24 * time.Hour
	left := 24
	take := func(count int) {
		for range count {
			shelf.remove(fmt.Sprintf("g%d", left))
			left--
		}
	}
	wants := func(what string, got outcome, code int, out string) {
		t.Helper()
		if got.code != code || got.out != out+"\n" {
			t.Errorf("%s: %+v, want code %d and %s", what, got, code, out)
		}
	}
	wants("the first", sync(0), 0, "0,0")
	for range 6 {
		take(2)
		wants("a night", sync(night), 0, "2,0")
	}
	take(1)
	got := sync(night / 2)
	wants("more than half within a week", got, 9, "0,13")
	if !strings.Contains(got.err, "joborders (13 of 24 records are not in the index any more, within 6d") || !strings.Contains(got.err, "--allow-gone 13") {
		t.Error(got.err)
	}
	wants("a month later", sync(30*night), 9, "0,13")
	wants("too few allowed", sync(night, "--allow-gone", "12"), 9, "0,13")
	wants("allowed", sync(night, "--allow-gone", "13"), 0, "1,0")
	for n := range 24 { // 35 from here
		shelf.put(fmt.Sprintf("n%d", n), "1", order(fmt.Sprintf("n%d", n), fmt.Sprintf("N-%d", n)))
	}
	wants("more", sync(night), 0, "0,0")
	for range 3 {
		take(3)
		wants("a week", sync(7*night+time.Hour), 0, "3,0")
	}
	for n := range 24 { // all of those, one after the other, with others in their places
		shelf.remove(fmt.Sprintf("n%d", n))
		shelf.put(fmt.Sprintf("m%d", n), "1", order(fmt.Sprintf("m%d", n), fmt.Sprintf("M-%d", n)))
		if n%6 == 5 {
			wants("others in their places", sync(time.Hour), 0, "6,0")
		}
	}
}

// TestAllowGoneIsABound: it holds back what is more, also where so little is gone that nobody would doubt it.
func TestAllowGoneIsABound(t *testing.T) {
	t.Parallel()
	shelf, server := newShelf(t, numberedJobs(1, 24)...)
	environment := variables(t, server)
	synced(t, environment)
	shelf.remove("g1")
	shelf.remove("g2")
	for _, bound := range []string{"0", "1", "0%", "8%"} {
		got := run(environment, "sync", "joborders", "--allow-gone", bound, "-o", "csv", "--no-header", "--columns", "gone,held")
		if got.code != 9 || got.out != "0,2\n" || !strings.Contains(got.err, "the server's lists lost more than --allow-gone "+bound+" allows: joborders (2 of 24 records are not in the index)") {
			t.Errorf("--allow-gone %s: %+v", bound, got)
		}
	}
	if got := run(environment, "sync", "joborders", "--allow-gone", "2", "-o", "csv", "--no-header", "--columns", "gone,held"); got.code != 0 || got.out != "2,0\n" {
		t.Errorf("as many as allowed: %+v", got)
	}
	if got := run(environment, "sync", "joborders", "--allow-gone", "0"); got.code != 0 {
		t.Errorf("none is gone: %+v", got)
	}
	if got := run(environment, "sync", "joborders", "--prune", "--allow-gone", "1"); got.code != 9 || !strings.Contains(got.err, "joborders (2 of 24 records would be removed)") {
		t.Errorf("pruning is bound too: %+v", got)
	}
}

// TestListFullSaysWhatIsLost: a list that reads through the mirror warns of an index that lost very much, also
// where filters look at the rest, and takes nothing from the mirror.
func TestListFullSaysWhatIsLost(t *testing.T) {
	t.Parallel()
	shelf, server := newShelf(t, numberedJobs(1, 24)...)
	for _, environment := range mirrored(t, variables(t, server)) {
		for n := 1; n <= 24; n++ {
			shelf.put(fmt.Sprintf("g%d", n), "1", order(fmt.Sprintf("g%d", n), fmt.Sprintf("J-%d", n)))
		}
		synced(t, environment)
		list := func(flags ...string) outcome {
			return run(environment, append([]string{"joborders", "list", "--full", "-o", "csv", "--no-header", "--columns", "jobNumber"}, flags...)...)
		}
		for n := 1; n <= 12; n++ {
			shelf.remove(fmt.Sprintf("g%d", n))
		}
		if got := list(); got.code != 0 || strings.Contains(got.err, "warning") || strings.Count(got.out, "\n") != 12 {
			t.Errorf("half: %+v", got)
		}
		for n := 13; n <= 24; n++ {
			shelf.remove(fmt.Sprintf("g%d", n))
			for _, flags := range []string{"", "--filter jobName!=x", "--limit 1", "--sort jobNumber", "--since 1h"} {
				got := list(strings.Fields(flags)...)
				want := fmt.Sprintf("warning: the index of joborders names %d record", 24-n)
				if got.code != 0 || strings.Count(got.err, want) != 1 || !strings.Contains(got.err, "where the mirror knows of 24: ") {
					t.Errorf("%d left, %s: %+v", 24-n, flags, got)
				}
			}
		}
		if got := list("--offline"); strings.Count(got.out, "\n") != 24 || strings.Contains(got.err, "warning") {
			t.Errorf("offline: %+v", got)
		}
		if got := list("--no-mirror"); strings.Contains(got.err, "warning") {
			t.Errorf("without the mirror: %+v", got)
		}
		if got := asked(t, environment, "select (select count(*) from joborders), (select count(*) from history where kind = 'vanished')"); got != "24,0" {
			t.Errorf("the mirror has %s", got)
		}
	}
}
