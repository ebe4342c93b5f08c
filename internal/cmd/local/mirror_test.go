package local

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestMirrorPath: it is told where the mirror is, or would be, and never with a password.
func TestMirrorPath(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for flag, want := range map[string]string{
		"": m.mirror(), "/tmp/other.db": "/tmp/other.db", "postgres://me:hunter2@db.example/aimsio": "postgres://me@db.example/aimsio",
	} {
		var args []string
		if flag != "" {
			args = []string{"--mirror", flag}
		}
		got := strings.TrimSpace(m.do(NewMirrorCommand, append([]string{"path"}, args...)...).Printed.String())
		if got != want || strings.Contains(got, "hunter2") {
			t.Errorf("%s: %s", flag, got)
		}
	}
	if _, err := os.Stat(m.mirror()); err == nil {
		t.Error("a mirror was made")
	}
}

// TestMirrorStatus: of each entity that was synced, what there is and how old it is; and of the whole, its size.
func TestMirrorStatus(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(5, m.now)
	m.do(NewSyncCommand, "employees", "users")
	at := m.now
	m.now = m.now.Add(50 * time.Hour)
	m.leave(4)
	m.do(NewSyncCommand, "employees")
	m.employ(7, m.now.AddDate(0, 0, 7))
	m.do(NewSyncCommand, "employees", "--limit", "2")
	m.now = m.now.Add(5 * time.Minute)
	run := m.do(NewMirrorCommand, "status")
	rows := rowsOf[statusRow](t, run)
	if len(rows) != 2 {
		t.Fatalf("printed %s", run.Printed)
	}
	for _, row := range rows {
		switch row.Entity {
		case "employees":
			if row.Objects != 4 || row.Gone != 1 || row.Pending != 5 || row.Age != "5m" || *row.SyncedAt != m.now.Add(-5*time.Minute).UnixMilli() {
				t.Errorf("%+v", row)
			}
		case "users":
			if row.Objects != 0 || row.Pending != 0 || !row.Complete || row.Age != "2d" || *row.SyncedAt != at.UnixMilli() {
				t.Errorf("%+v", row)
			}
		default:
			t.Errorf("%+v", row)
		}
	}
	if said := run.Said.String(); !strings.HasPrefix(said, m.mirror()+": ") || !strings.HasSuffix(said, "kB\n") {
		t.Errorf("said %s", said)
	}
}

// TestMirrorCheck: --check finds damage, which says how it is mended, and says that there is none.
func TestMirrorCheck(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	if err := m.refuses(fail.Failed, "there is no mirror", NewMirrorCommand, "status"); fail.HintOf(err) != `"aimsio sync" makes one` {
		t.Errorf("hint %q", fail.HintOf(err))
	}
	m.employ(40, m.now)
	m.do(NewSyncCommand, "employees")
	if said := m.do(NewMirrorCommand, "status", "--check").Said.String(); !strings.HasSuffix(said, " kB, no damage found\n") {
		t.Errorf("said %s", said)
	}
	content, err := os.ReadFile(m.mirror())
	if err != nil {
		t.Fatal(err)
	}
	half := len(content) / 2
	damaged := slices.Concat(content[:half], bytes.Repeat([]byte{0xff}, len(content)-half))
	if err := os.WriteFile(m.mirror(), damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := m.refuses(fail.Failed, m.mirror(), NewMirrorCommand, "status", "--check"); !strings.Contains(fail.HintOf(err), "aimsio sync --rebuild") {
		t.Errorf("hint %q", fail.HintOf(err))
	}
}

// TestMirrorSchema: the tables with their columns are known before there is a mirror, and after.
func TestMirrorSchema(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	tables := func(args ...string) []string {
		var names []string
		for _, row := range rowsOf[columnRow](t, m.do(NewMirrorCommand, append([]string{"schema"}, args...)...)) {
			if row.Column == "" || row.Type == "" {
				t.Errorf("%+v", row)
			}
			names = append(names, row.Table)
		}
		return slices.Compact(names)
	}
	all := tables()
	for _, want := range []string{"employees", "joborders", "joborders_jobCrewList", "objects", "history", "failures", "syncs"} {
		if !slices.Contains(all, want) {
			t.Errorf("there is no %s among %q", want, all)
		}
	}
	if got := tables("HISTORY", "Employees", "employees"); !slices.Equal(got, []string{"employees", "history"}) {
		t.Errorf("the tables are %q", got)
	}
	m.refuses(fail.Usage, `there is no table "employes" (did you mean employees`, NewMirrorCommand, "schema", "users", "employes")
	m.do(NewSyncCommand, "employees")
	var columns []string
	for _, row := range rowsOf[columnRow](t, m.do(NewMirrorCommand, "schema", "employees")) {
		columns = append(columns, `"`+row.Column+`"`)
	}
	m.asked("select " + strings.Join(columns, ", ") + " from employees")
}

// TestMirrorClear: what cannot be fetched again is removed only where that is meant.
func TestMirrorClear(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for _, args := range [][]string{{"clear"}, {"clear", "--yes"}} {
		if said := m.do(NewMirrorCommand, args...).Said.String(); said != "there is no mirror at "+m.mirror()+"\n" {
			t.Errorf("said %s", said)
		}
	}
	m.do(NewSyncCommand, "employees")
	if err := m.refuses(fail.Guarded, "cannot be fetched again", NewMirrorCommand, "clear"); fail.HintOf(err) != "--yes does not ask" {
		t.Errorf("hint %q", fail.HintOf(err))
	}
	if _, err := os.Stat(m.mirror()); err != nil {
		t.Error(err)
	}
	if said := m.do(NewMirrorCommand, "clear", "--yes").Said.String(); said != m.mirror()+" is removed\n" {
		t.Errorf("said %s", said)
	}
	if left, err := filepath.Glob(m.mirror() + "*"); err != nil || slices.ContainsFunc(left, func(name string) bool { return !strings.HasSuffix(name, "lock") }) {
		t.Errorf("%v, left is %q", err, left)
	}
}

// TestMirrorClearOfAnotherFile: a file that is no mirror stays.
func TestMirrorClearOfAnotherFile(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	file := filepath.Join(t.TempDir(), "letters.db")
	if err := os.WriteFile(file, []byte("dear diary"), 0o600); err != nil {
		t.Fatal(err)
	}
	m.refuses(fail.Failed, "it stays as it is", NewMirrorCommand, "clear", "--yes", "--mirror", file)
	if content, err := os.ReadFile(file); err != nil || string(content) != "dear diary" {
		t.Errorf("%v: %s", err, content)
	}
}

// TestMirrorNeedsACommand: a word that is none is no request for help.
func TestMirrorNeedsACommand(t *testing.T) {
	t.Parallel()
	newMachine(t).refuses(fail.Usage, "stauts", NewMirrorCommand, "stauts")
	for _, command := range []string{"path", "status", "clear"} {
		newMachine(t).refuses(fail.Usage, "", NewMirrorCommand, command, "nonsense")
	}
}
