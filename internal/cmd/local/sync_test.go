package local

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/syncing"
)

// TestSync: the first sync fetches all, the next one what changed since, and each tells what it did.
func TestSync(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(4, m.now)
	row := rowsOf[syncing.Row](t, m.do(NewSyncCommand, "employees"))[0]
	if row.Entity != "employees" || row.Indexed != 4 || row.New != 4 || row.Calls != 5 || row.Message != "" {
		t.Errorf("the first: %+v", row)
	}
	m.called()
	m.rename(1, "Bo", m.now.Add(time.Minute))
	m.leave(3)
	row = rowsOf[syncing.Row](t, m.do(NewSyncCommand, "employee"))[0]
	if row.Indexed != 3 || row.New != 0 || row.Changed != 1 || row.Unchanged != 2 || row.Gone != 1 || row.Pruned != 0 {
		t.Errorf("the second: %+v", row)
	}
	if calls := m.called(); !slices.Equal(calls, []string{"Employee", "Employee/00000000-0000-4000-8000-000000000011"}) {
		t.Errorf("called %q", calls)
	}
	if got := m.asked("select employeeNickName from employees order by employeeCode"); got != "nick\nBo\nnick" {
		t.Errorf("the mirror has %s", got)
	}
	row = rowsOf[syncing.Row](t, m.do(NewSyncCommand, "employees", "--recheck", "--prune"))[0]
	if row.Calls != 4 || row.Unchanged != 3 || row.Pruned != 1 {
		t.Errorf("the third: %+v", row)
	}
}

// TestSyncTable: what was pruned stands in the table of a sync that prunes.
func TestSyncTable(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.output = "table"
	for flag, want := range map[string]string{
		"--prune":   "entity indexed new changed unchanged gone pruned failed calls time",
		"--recheck": "entity indexed new changed unchanged gone failed calls time",
	} {
		header, _, _ := strings.Cut(m.do(NewSyncCommand, "employees", flag).Printed.String(), "\n")
		if got := strings.Join(strings.Fields(header), " "); got != want {
			t.Errorf("%s: the columns are %s", flag, got)
		}
	}
}

// TestSyncWhich: those that are named, each once and in their order, or all.
func TestSyncWhich(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for _, test := range []struct{ args, want []string }{
		{[]string{"users", "employees", "Users", "user"}, []string{"users", "employees"}},
		{nil, []string{
			"joborders", "invoices", "timecards", "nrbs", "payrollperiods", "employees", "equipment", "companies", "billableitems", "pricebooks", "users",
		}},
	} {
		var got []string
		for _, row := range rowsOf[syncing.Row](t, m.do(NewSyncCommand, test.args...)) {
			got = append(got, row.Entity)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q synced %q, want %q", test.args, got, test.want)
		}
	}
}

// TestSyncRefuses: what cannot be carried out is refused before anything is called or made.
func TestSyncRefuses(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for says, args := range map[string][]string{
		`unknown entity "nonsense"`:                  {"employees", "nonsense"},
		"--limit and --history are not negative":     {"--limit", "-1"},
		"--limit and --history are not negative\x00": {"--history", "-1"},
		`--allow-gone`:            {"--allow-gone", "many"},
		`"someday" is not a time`: {"--since", "someday"},
		`nonsense`:                {"--columns", "nonsense"},
	} {
		m.refuses(fail.Usage, strings.TrimRight(says, "\x00"), NewSyncCommand, args...)
	}
	if calls := m.called(); len(calls) > 0 {
		t.Errorf("called %q", calls)
	}
	if _, err := os.Stat(filepath.Dir(m.mirror())); err == nil {
		t.Error("a folder was made")
	}
}

// TestSyncDryRun: a dry run reads the index alone, says how long all would take, and leaves nothing behind.
func TestSyncDryRun(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.variables["AIMSIO_RATE"] = "10"
	m.employ(3, m.now)
	row := rowsOf[syncing.Row](t, m.do(NewSyncCommand, "employees", "--dry-run"))[0]
	if row.New != 3 || row.Calls != 4 || row.Milliseconds < 400 || row.Milliseconds > 800 {
		t.Errorf("%+v", row)
	}
	if calls := m.called(); !slices.Equal(calls, []string{"Employee"}) {
		t.Errorf("called %q", calls)
	}
	if _, err := os.Stat(m.mirror()); err == nil {
		t.Error("a mirror was made")
	}
	m.do(NewSyncCommand, "employees", "--limit", "1", "--history", "9")
	row = rowsOf[syncing.Row](t, m.do(NewSyncCommand, "employees", "--dry-run", "--history", "0"))[0]
	if row.New != 2 || row.Unchanged != 1 || m.asked("select count(*) from syncs") != "1" {
		t.Errorf("%+v, syncs: %s", row, m.asked("select count(*) from syncs"))
	}
}

// TestSyncInPart: records that are older than --since, or above --limit, are left for later, and that is known.
func TestSyncInPart(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args    []string
		fetched int
	}{
		{[]string{"--since", "36h"}, 2}, {[]string{"--since", "2026-03-02"}, 3}, {[]string{"--limit", "1"}, 1}, {[]string{"--limit", "0"}, 5},
	} {
		m := newMachine(t)
		m.employ(5, m.now)
		row := rowsOf[syncing.Row](t, m.do(NewSyncCommand, append(test.args, "employees")...))[0]
		if row.New != test.fetched || row.Pending != 5-test.fetched || row.Calls != 1+test.fetched {
			t.Errorf("%q: %+v", test.args, row)
		}
	}
}

// TestSyncLosses: a list that lost very much is doubted, unless the user allows it; and one that lost a little too,
// where the user allows less.
func TestSyncLosses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args []string
		left int
		says string
	}{
		{nil, 1, "the server's lists lost so much that they are doubted: employees (24 of 25 records are not in the index)"},
		{nil, 20, ""},
		{[]string{"--allow-gone", "4"}, 20, "the server's lists lost more than --allow-gone 4 allows: employees (5 of 25 records are not in the index)"},
		{[]string{"--allow-gone", "10%"}, 20, "the server's lists lost more than --allow-gone 10% allows"},
		{[]string{"--allow-gone", "0"}, 24, "the server's lists lost more than --allow-gone 0 allows"},
		{[]string{"--allow-gone", "24"}, 1, ""},
		{[]string{"--allow-gone", "100%", "--prune"}, 1, ""},
	} {
		m := newMachine(t)
		m.employ(25, m.now)
		m.do(NewSyncCommand, "employees")
		m.leave(test.left)
		run, err := m.try(NewSyncCommand, append(test.args, "employees")...)
		kept := test.left
		if test.says != "" {
			kept = 25
		}
		if row := rowsOf[syncing.Row](t, run)[0]; row.Gone+row.Pruned > 0 != (test.says == "") || row.Held != kept-test.left {
			t.Errorf("%q, %d left: %+v", test.args, test.left, row)
		}
		if got := m.asked("select count(*) from employees"); got != fmt.Sprint(kept) {
			t.Errorf("%q, %d left: %s are kept, want %d", test.args, test.left, got, kept)
		}
		if status := rowsOf[statusRow](t, m.do(NewMirrorCommand, "status"))[0]; status.Doubted != (test.says != "") {
			t.Errorf("%q, %d left: the status is %+v", test.args, test.left, status)
		}
		switch {
		case test.says == "" && err != nil:
			t.Errorf("%q, %d left: %v", test.args, test.left, err)
		case test.says != "" && (cmdkit.KindOf(err) != fail.Guarded || !strings.Contains(err.Error(), test.says) || !strings.Contains(fail.HintOf(err), "--allow-gone")):
			t.Errorf("%q, %d left: %v, hint %s", test.args, test.left, err, fail.HintOf(err))
		}
	}
}

// TestSyncDenied: an entity that the user may not read is left out of a sync of all, and told; one that is named is
// an error.
func TestSyncDenied(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(1, m.now)
	m.refused["Timecard"], m.refused["Invoice"] = http.StatusForbidden, http.StatusForbidden
	run := m.do(NewSyncCommand)
	denied := 0
	for _, row := range rowsOf[syncing.Row](t, run) {
		if (row.Entity == "timecards" || row.Entity == "invoices") != (row.Message == "not permitted") {
			t.Errorf("%+v", row)
		}
		denied += len(row.Message)
	}
	if denied == 0 || !strings.Contains(run.Said.String(), "this user may not read invoices, timecards: ") {
		t.Errorf("said %s", run.Said)
	}
	run, err := m.try(NewSyncCommand, "timecards")
	if cmdkit.KindOf(err) != fail.Denied {
		t.Errorf("%v, printed %s", err, run.Printed)
	}
	run, err = m.try(NewSyncCommand, "timecards", "employees")
	if rows := rowsOf[syncing.Row](t, run); cmdkit.KindOf(err) != fail.Partial || len(rows) != 2 || rows[1].Indexed != 1 {
		t.Errorf("%v, printed %s", err, run.Printed)
	}
}

// TestSyncFails: a password that is refused ends the run, and there is nothing to tell; records that cannot be read
// are counted.
func TestSyncFails(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(3, m.now)
	m.refused["0011"] = http.StatusNotFound
	run, err := m.try(NewSyncCommand, "employees")
	row := rowsOf[syncing.Row](t, run)[0]
	if cmdkit.KindOf(err) != fail.Partial || row.Failed != 1 || row.New != 2 || row.Pending != 1 || !strings.Contains(run.Said.String(), "0011: not found") {
		t.Errorf("%v, %+v, said %s", err, row, run.Said)
	}
	m.refused = map[string]int{"": http.StatusUnauthorized}
	m.called()
	m.refuses(fail.Denied, "refused the user name or the password", NewSyncCommand)
	if calls := m.called(); !slices.Equal(calls, []string{"JobOrder"}) {
		t.Errorf("called %q", calls)
	}
}

// TestSyncInterrupted: what was stored until then is kept and told. How much that is depends on how busy the machine is.
func TestSyncInterrupted(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.variables["AIMSIO_PARALLEL"] = "1"
	m.employ(9, m.now)
	ctx, interrupt := context.WithCancelCause(t.Context())
	m.onCall = func(path string) {
		if strings.HasSuffix(path, "14") {
			interrupt(fail.ErrInterrupted)
		}
	}
	_, err := m.tryWith(ctx, NewSyncCommand, "employees")
	if cmdkit.KindOf(err) != fail.Interrupted || !strings.Contains(err.Error(), "fetched and kept; the next sync goes on from there") {
		t.Error(err)
	}
	m.onCall = nil
	kept := m.asked("select count(*) from objects")
	if !strings.Contains(err.Error(), kept+" record") {
		t.Errorf("%s are kept, but %v", kept, err)
	}
	row := rowsOf[syncing.Row](t, m.do(NewSyncCommand, "employees"))[0]
	if fmt.Sprint(row.Unchanged) != kept || row.New+row.Unchanged != 9 {
		t.Errorf("%s are kept, but %+v", kept, row)
	}
}

// TestSyncRebuild: a damaged mirror is set aside, and kept; a sound one is left as it is.
func TestSyncRebuild(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(2, m.now)
	m.do(NewSyncCommand, "employees")
	run := m.do(NewSyncCommand, "employees", "--rebuild")
	if row := rowsOf[syncing.Row](t, run)[0]; row.Unchanged != 2 || !strings.Contains(run.Said.String(), "the mirror is sound and stays as it is") {
		t.Errorf("%+v, said %s", row, run.Said)
	}
	content, err := os.ReadFile(m.mirror())
	if err != nil {
		t.Fatal(err)
	}
	damaged := slices.Concat(content[:100], bytes.Repeat([]byte("damage"), 2000))
	if err := os.WriteFile(m.mirror(), damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := m.refuses(fail.Failed, "", NewSyncCommand, "employees"); !strings.Contains(fail.HintOf(err), "aimsio sync --rebuild") {
		t.Errorf("hint %q", fail.HintOf(err))
	}
	m.refuses(fail.Failed, "", NewSyncCommand, "employees", "--rebuild", "--dry-run")
	m.quiet = true
	run = m.do(NewSyncCommand, "employees", "--rebuild")
	_, place, found := strings.Cut(run.Said.String(), "the damaged mirror is now ")
	kept, err := os.ReadFile(strings.TrimSpace(place))
	if !found || err != nil || !bytes.Equal(kept, damaged) {
		t.Errorf("said %s: %v, %d bytes", run.Said, err, len(kept))
	}
	if row := rowsOf[syncing.Row](t, run)[0]; row.New != 2 {
		t.Errorf("%+v", row)
	}
}

// TestSyncOut: the result can go to a file.
func TestSyncOut(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	file := filepath.Join(t.TempDir(), "last.csv")
	m.output = "csv"
	if run := m.do(NewSyncCommand, "employees", "--out", file); run.Printed.Len() > 0 {
		t.Errorf("printed %s", run.Printed)
	}
	if content, err := os.ReadFile(file); err != nil || !strings.Contains(string(content), "\nemployees,0,0,") {
		t.Errorf("%v: %s", err, content)
	}
}
