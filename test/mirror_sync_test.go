package test

import (
	"strings"
	"testing"
)

// synced carries out a sync of the job orders and gives its row: indexed, new, changed, unchanged, gone,
// pruned, failed, pending.
func synced(t *testing.T, environment map[string]string, flags ...string) string {
	t.Helper()
	got := run(environment, append([]string{
		"sync", "joborders", "-o", "csv", "--no-header", "--columns", "indexed,new,changed,unchanged,gone,pruned,failed,pending",
	}, flags...)...)
	if got.code != 0 && got.code != 6 {
		t.Fatalf("sync %v: %+v", flags, got)
	}
	return strings.TrimSpace(got.out)
}

// asked gives the answer to a query, a line a row.
func asked(t *testing.T, environment map[string]string, query string) string {
	t.Helper()
	got := run(environment, "sql", "-q", "-o", "csv", "--no-header", query)
	if got.code != 0 {
		t.Fatalf("%s: %+v", query, got)
	}
	return strings.TrimSpace(got.out)
}

// TestSyncGone: what the index does not name any more is marked and kept, leaves what is listed, comes
// back with the index, and is removed on request.
func TestSyncGone(t *testing.T) {
	t.Parallel()
	shelf, server := newShelf(t,
		[3]string{"a", "1", `{"jobNumber":"J-1"}`}, [3]string{"b", "1", `{"jobNumber":"J-2"}`}, [3]string{"c", "1", `{"jobNumber":"J-3"}`})
	environment := variables(t, server)
	if got := synced(t, environment); got != "3,3,0,0,0,0,0,0" {
		t.Errorf("the first: %s", got)
	}
	shelf.remove("b")
	shelf.remove("c")
	if got := synced(t, environment, "--dry-run"); got != "1,0,0,1,2,0,0,0" {
		t.Errorf("what would be gone: %s", got)
	}
	if got := synced(t, environment); got != "1,0,0,1,2,0,0,0" {
		t.Errorf("two gone: %s", got)
	}
	if got := asked(t, environment, "select jobNumber from joborders"); got != "J-1" {
		t.Errorf("listed are %s", got)
	}
	if got := asked(t, environment, "select id, gone_at > 0 from objects where gone_at is not null order by 1"); got != "b,1\nc,1" {
		t.Errorf("kept are %s", got)
	}
	if got := run(environment, "joborders", "get", "b", "--offline"); got.code != 4 || !strings.Contains(got.err, "is gone from the index since 2026-11-01 12:00") {
		t.Errorf("one that is gone, offline: %+v", got)
	}
	if got := run(environment, "changes", "-o", "csv", "--no-header", "--columns", "key,change"); got.out != "J-2,vanished\nJ-3,vanished\n" {
		t.Errorf("changes: %+v", got)
	}
	shelf.put("b", "1", `{"jobNumber":"J-2"}`)
	if got := synced(t, environment, "--prune"); got != "2,1,0,1,0,1,0,0" {
		t.Errorf("one is back, one pruned: %s", got)
	}
	if got := asked(t, environment, "select id from objects order by 1"); got != "a\nb" {
		t.Errorf("kept are %s", got)
	}
}

// TestSyncAnyDifference: a time of change that went back counts like one that moved on, and a record
// without one is always fetched.
func TestSyncAnyDifference(t *testing.T) {
	t.Parallel()
	shelf, server := newShelf(t, [3]string{"a", "20", `{"jobName":"later"}`}, [3]string{"b", "", `{"jobName":"undated"}`})
	environment := variables(t, server)
	synced(t, environment)
	shelf.put("a", "10", `{"jobName":"earlier"}`)
	shelf.called()
	if got := synced(t, environment); got != "2,0,1,1,0,0,0,0" || shelf.called() != 3 {
		t.Errorf("an earlier time: %s", got)
	}
	if got := asked(t, environment, "select jobName from joborders order by 1"); got != "earlier\nundated" {
		t.Errorf("the mirror has %s", got)
	}
}

// TestRecheck finds what changed without a word in the index, and counts what is as it was.
func TestRecheck(t *testing.T) {
	t.Parallel()
	shelf, server := newShelf(t, [3]string{"a", "1", `{"jobName":"x"}`}, [3]string{"b", "1", `{"jobName":"y"}`})
	environment := variables(t, server)
	synced(t, environment)
	shelf.put("a", "1", `{"jobName":"silently"}`)
	if got := synced(t, environment); got != "2,0,0,2,0,0,0,0" {
		t.Errorf("a sync: %s", got)
	}
	shelf.called()
	if got := synced(t, environment, "--recheck"); got != "2,0,1,1,0,0,0,0" || shelf.called() != 3 {
		t.Errorf("a recheck: %s", got)
	}
	if got := run(environment, "changes", "-o", "json", "--jq", ".[].fields[] | .new"); !strings.Contains(got.out, "silently") {
		t.Errorf("changes: %+v", got)
	}
}

// TestSyncDoubles: an index that names a record twice has it fetched once, and it is told.
func TestSyncDoubles(t *testing.T) {
	t.Parallel()
	server := answering(t, `[{"guid":"1","updatedAt":1},{"guid":"1","updatedAt":1},{"dtype":"JobOrder"},{"id":7}]`, `{"jobGuid":`+theID+`,"jobNumber":"J-1"}`)
	got := run(variables(t, server), "sync", "joborders", "-o", "csv", "--no-header", "--columns", "indexed,new,unchanged,failed,pending,calls")
	if got.code != 6 || got.out != "4,2,0,1,1,3\n" || !strings.Contains(got.err, "warning: the index of joborders names records more than once; left out: 1 entry") ||
		!strings.Contains(got.err, "entry 3 of the list") {
		t.Errorf("%+v", got)
	}
}

// TestSyncBrokenIndex: an index that cannot be read whole marks nothing as gone.
func TestSyncBrokenIndex(t *testing.T) {
	t.Parallel()
	shelf, server := newShelf(t, [3]string{"a", "1", `{}`}, [3]string{"b", "1", `{}`})
	environment := with(variables(t, server), "AIMSIO_MAX_WAIT=1ms")
	synced(t, environment)
	for _, entry := range []string{"7", `{"guid":"b"`, `{"error":"no session"}]x[`} {
		shelf.mu.Lock()
		shelf.stubs["b"] = entry
		shelf.mu.Unlock()
		if got := run(environment, "sync", "joborders"); got.code == 0 {
			t.Errorf("an index with %s: %+v", entry, got)
		}
		if got := asked(t, environment, "select count(*) from joborders"); got != "2" {
			t.Errorf("after an index with %s the mirror has %s", entry, got)
		}
	}
}

// TestSeveralOfOneKey: a key that several records have names none of them; they are listed with their
// GUIDs, and nothing is written.
func TestSeveralOfOneKey(t *testing.T) {
	t.Parallel()
	shelf, server := newShelf(t,
		[3]string{"a", "1", `{"jobGuid":"a","jobNumber":"J-1"}`}, [3]string{"b", "1", `{"jobGuid":"b","jobNumber":"J-1"}`}, [3]string{"c", "1", `{"jobGuid":"c","jobNumber":"J-2"}`})
	environment := variables(t, server)
	synced(t, environment)
	shelf.called()
	for _, arguments := range [][]string{
		{"get", "J-1"}, {"get", "J-1", "--offline"}, {"update", "J-1", "--set", "jobName=x"}, {"update-status", "J-1", "--status", "Active"},
	} {
		got := run(environment, append([]string{"joborders"}, arguments...)...)
		if got.code != 2 || got.out != "" || !strings.Contains(got.err, `error: "J-1": several records have this key: a, b`) {
			t.Errorf("%v: %+v", arguments, got)
		}
	}
	if calls := shelf.called(); calls != 0 {
		t.Errorf("%d calls were made", calls)
	}
	if got := run(environment, "joborders", "get", "J-2", "J-1", "-o", "ndjson", "--columns", "jobNumber"); got.code != 6 || got.out != "{\"jobNumber\":\"J-2\"}\n" {
		t.Errorf("one that is clear and one that is not: %+v", got)
	}
}

// TestOddRecordsThroughTheMirror: what is read through the mirror is what the server sent, digit for
// digit.
func TestOddRecordsThroughTheMirror(t *testing.T) {
	t.Parallel()
	_, server := newShelf(t, [3]string{"a", "1", `{"jobNumber":"J-1","a":9007199254740993,"b":10.10,"c":1e400,"d":"\ud800","e":"x\u0000y","f":{"f":[1,{}]},"g":1,"g":2}`})
	for name, environment := range mirrored(t, variables(t, server)) {
		direct := run(environment, "joborders", "list", "--full", "-o", "json", "--no-mirror")
		synced(t, environment)
		for _, flag := range []string{"-q", "--offline"} {
			if got := run(environment, "joborders", "list", "--full", "-o", "json", flag); got.code != 0 || got.out != direct.out {
				t.Errorf("%s %s: %+v, want %+v", name, flag, got, direct)
			}
		}
	}
}
