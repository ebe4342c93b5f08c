package local

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// changed is a machine whose mirror saw, a day apart each: three employees, a new nick name, and one who is gone from the index.
func changed(t *testing.T) *machine {
	t.Helper()
	m := newMachine(t)
	m.employ(3, m.now)
	m.do(NewSyncCommand, "employees", "users")
	m.now = m.now.AddDate(0, 0, 1)
	m.rename(0, "Bo ␛ 'B'", m.now)
	m.do(NewSyncCommand, "employees")
	m.now = m.now.AddDate(0, 0, 1)
	m.leave(2)
	m.do(NewSyncCommand, "employees")
	m.now = m.now.Add(time.Hour)
	m.called()
	return m
}

// told gives of each change that was printed its kind and key.
func told(t *testing.T, run *cmdtest.Run) []string {
	t.Helper()
	var all []string
	for _, row := range rowsOf[changeRow](t, run) {
		all = append(all, string(row.Change)+" "+row.Key)
	}
	return all
}

// TestChanges: it tells what each sync found, which is not what the first one found, and calls nobody.
func TestChanges(t *testing.T) {
	t.Parallel()
	m := changed(t)
	run := m.do(NewChangesCommand)
	rows := rowsOf[changeRow](t, run)
	if len(rows) != 2 {
		t.Fatalf("printed %s", run.Printed)
	}
	for _, row := range rows {
		if row.Entity != "employees" || row.GUID != "00000000-0000-4000-8000-0000000000"+row.Key {
			t.Errorf("%+v", row)
		}
	}
	if want := []string{"changed 10", "vanished 12"}; !slices.Equal(told(t, run), want) {
		t.Errorf("told %q, want %q", told(t, run), want)
	}
	if fields := string(rows[0].Fields); !strings.HasPrefix(fields, `[{"field":"employeeNickName","old":"nick","new":"Bo ␛ 'B'"}`) {
		t.Errorf("fields %s", fields)
	}
	if calls := m.called(); len(calls) > 0 {
		t.Errorf("called %q", calls)
	}
}

// TestChangesTable: a person reads when it was found, and the fields in words.
func TestChangesTable(t *testing.T) {
	t.Parallel()
	m := changed(t)
	m.output = "table"
	lines := strings.Split(m.do(NewChangesCommand, "employees").Printed.String(), "\n")
	if got := strings.Join(strings.Fields(lines[0]), " "); got != "time entity key change fields" {
		t.Errorf("the columns are %s", got)
	}
	if !strings.HasPrefix(lines[1], "2026-03-05T12:00:00Z  employees  10   changed") || !strings.Contains(lines[1], `employeeNickName: "nick" → "Bo`) {
		t.Errorf("printed %s", lines[1])
	}
	m.output = "csv"
	if got := m.do(NewChangesCommand, "--columns", "key,change,updatedAt").Printed.String(); got != "key,change,updatedAt\n10,changed,2026-03-05T12:00:00Z\n12,vanished,2026-03-04T12:00:00Z\n" {
		t.Errorf("printed %s", got)
	}
}

// TestChangesWhich: which entities, since when, until when and how many.
func TestChangesWhich(t *testing.T) {
	t.Parallel()
	m := changed(t)
	both := []string{"changed 10", "vanished 12"}
	for _, test := range []struct {
		args, want []string
		says       string
	}{
		{[]string{"employee", "Employees", "users"}, both, ""},
		{[]string{"users"}, nil, "no changes found"},
		{[]string{"--since", "2d"}, both, ""},
		{[]string{"--since", "2h"}, both[1:], ""},
		{[]string{"--since", "1h"}, both[1:], ""},
		{[]string{"--since", "59m"}, nil, "no changes found"},
		{[]string{"--until", "2h"}, both[:1], ""},
		{[]string{"--until", "2026-03-05"}, nil, "no changes found"},
		{[]string{"--since", "2026-03-05", "--until", "2026-03-06"}, both[:1], ""},
		{[]string{"--limit", "1"}, both[:1], "showing 1 of 2 changes"},
		{[]string{"--limit", "2"}, both, ""},
		{[]string{"--limit", "0"}, both, ""},
	} {
		run := m.do(NewChangesCommand, test.args...)
		if got := told(t, run); !slices.Equal(got, test.want) {
			t.Errorf("%q told %q, want %q", test.args, got, test.want)
		}
		said := run.Said.String()
		if !strings.Contains(said, test.says) || test.says == "" && (strings.Contains(said, "showing") || strings.Contains(said, "no changes")) {
			t.Errorf("%q said %s", test.args, said)
		}
	}
}

// TestChangesOfAClockThatWentBack: a change that was found later than it is now is told nevertheless.
func TestChangesOfAClockThatWentBack(t *testing.T) {
	t.Parallel()
	m := changed(t)
	m.now = m.now.Add(-90 * time.Minute)
	if got := told(t, m.do(NewChangesCommand, "--since", "7d")); len(got) != 2 {
		t.Errorf("told %q", got)
	}
}

// TestChangesRefuses: nothing is told where the question is wrong, or there is nothing to ask.
func TestChangesRefuses(t *testing.T) {
	t.Parallel()
	m := changed(t)
	for says, args := range map[string][]string{
		`unknown entity "nonsense"`:           {"employees", "nonsense"},
		"--limit -1: at least 1 change, or 0": {"--limit", "-1"},
		`"someday" is not a time`:             {"--since", "someday"},
		"nonsense":                            {"--columns", "nonsense"},
		"--until":                             {"--since", "1h", "--until", "2h"},
	} {
		m.refuses(fail.Usage, says, NewChangesCommand, args...)
	}
	if err := newMachine(t).refuses(fail.Failed, "there is no mirror", NewChangesCommand); fail.HintOf(err) != `"aimsio sync" makes one` {
		t.Errorf("hint %q", fail.HintOf(err))
	}
}

// TestChangesFreshness: it says how old the history is, and of entities that are named and were never synced also
// with --quiet, since there can be none.
func TestChangesFreshness(t *testing.T) {
	t.Parallel()
	m := changed(t)
	if said := m.do(NewChangesCommand, "employees").Said.String(); said != "the mirror of sandbox is 1h old\n" {
		t.Errorf("said %s", said)
	}
	if said := m.do(NewChangesCommand).Said.String(); !strings.Contains(said, "warning: never synced: joborders, ") || !strings.Contains(said, "users are 2d old") {
		t.Errorf("said %s", said)
	}
	m.quiet = true
	if said := m.do(NewChangesCommand).Said.String(); said != "" {
		t.Errorf("said %s", said)
	}
	if said := m.do(NewChangesCommand, "equipment").Said.String(); !strings.HasPrefix(said, "warning: never synced: equipment: ") {
		t.Errorf("said %s", said)
	}
}

// TestChangesAreForgotten: a sync keeps those of so many days, and a dry run, or one that was cut short, forgets none.
func TestChangesAreForgotten(t *testing.T) {
	t.Parallel()
	m := changed(t)
	m.do(NewSyncCommand, "users", "--history", "0", "--dry-run")
	m.do(NewSyncCommand, "employees", "--history", "2")
	if got := told(t, m.do(NewChangesCommand)); len(got) != 2 {
		t.Errorf("told %q", got)
	}
	m.refused[""] = http.StatusUnauthorized
	if _, err := m.try(NewSyncCommand, "users", "--history", "0"); err == nil {
		t.Error("a sync with a password that is refused has no error")
	}
	delete(m.refused, "")
	m.do(NewSyncCommand, "users", "--history", "1")
	if got := told(t, m.do(NewChangesCommand)); !slices.Equal(got, []string{"vanished 12"}) {
		t.Errorf("told %q", got)
	}
	m.do(NewSyncCommand, "users", "--history", "0")
	if got := told(t, m.do(NewChangesCommand)); len(got) > 0 {
		t.Errorf("told %q", got)
	}
}
