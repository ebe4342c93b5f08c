package syncing_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/syncing"
)

// TestRun: the first run fetches everything, the next one nothing, and a row tells of each entity.
func TestRun(t *testing.T) {
	t.Parallel()
	from, to := with(t), opened(t, place(t))
	first := run(from, to, syncing.Options{})
	ok(t, first.all(t, "joborders", "users"))
	ok(t, first.Verdict())
	jobs := first.rows[0]
	if jobs.Entity != "joborders" || jobs.New != 12 || jobs.Indexed != 12 || jobs.Calls != 13 || len(first.rows) != 2 {
		t.Errorf("rows %+v", first.rows)
	}
	if shown := first.bars["joborders"]; shown == nil || *shown != (bar{total: 12, added: 12, ended: 1}) {
		t.Errorf("shown %+v", shown)
	}
	if got := first.SoFar(); !strings.HasSuffix(got, " records fetched and kept; the next sync goes on from there") {
		t.Errorf("so far: %s", got)
	}
	second := run(from, to, syncing.Options{})
	ok(t, second.all(t, "joborders"))
	if row := second.rows[0]; row.Unchanged != 12 || row.New != 0 || row.Calls != 1 || len(second.bars) > 0 {
		t.Errorf("row %+v, %d bars", row, len(second.bars))
	}
	if second.all(t); second.told.all() != "" {
		t.Errorf("reported %q", second.told.all())
	}
}

// TestDryRun: it says how many calls a sync would make, and how long those take at the environment's pace.
func TestDryRun(t *testing.T) {
	t.Parallel()
	s := run(with(t), opened(t, place(t)), syncing.Options{DryRun: true})
	ok(t, s.all(t, "joborders"))
	row := s.rows[0]
	if row.New != 12 || row.Calls != 13 || row.Milliseconds < 1300 || row.Milliseconds > 1500 || row.Time != "1.3s" {
		t.Errorf("row %+v", row)
	}
	if s = run(with(t), s.Store, syncing.Options{}); s.all(t, "joborders") != nil || s.rows[0].New != 12 {
		t.Errorf("after a dry run %+v", s.rows)
	}
}

// TestWithin: records can be left out by their entries, and a limit is one for each entity.
func TestWithin(t *testing.T) {
	t.Parallel()
	from := with(t)
	asked := 0
	s := run(from, opened(t, place(t)), syncing.Options{Within: func(entity *api.Entity, _ record.Record) bool {
		asked++
		return entity.Name == "joborders" && asked%2 == 0
	}})
	ok(t, s.all(t, "joborders"))
	if row := s.rows[0]; row.Calls != 7 || row.Pending != 6 {
		t.Errorf("row %+v", row)
	}
	s = run(from, opened(t, place(t)), syncing.Options{Limit: 5})
	ok(t, s.all(t, "joborders", "companies"))
	for _, row := range s.rows {
		if row.Calls != 6 {
			t.Errorf("row %+v", row)
		}
	}
}

// TestFaultOfARecord: a record that cannot be read is reported, the others are kept.
func TestFaultOfARecord(t *testing.T) {
	t.Parallel()
	s := run(with(t, "400,times=2@JobOrder/"), opened(t, place(t)), syncing.Options{})
	ok(t, s.all(t, "joborders"))
	if row := s.rows[0]; row.Failed != 2 || row.New != 10 || row.Pending != 2 || len(s.problems) != 2 || s.bars["joborders"].added != 12 {
		t.Errorf("row %+v, reported %q", row, s.problems)
	}
	var incomplete *fail.IncompleteError
	if err := s.Verdict(); !errors.As(err, &incomplete) || incomplete.Failed != 2 || incomplete.Done != 10 {
		t.Errorf("verdict %v", err)
	}
	if got := s.SoFar(); !strings.HasPrefix(got, "10 records fetched") {
		t.Errorf("so far: %s", got)
	}
}

// TestRowsCannotBeWritten: that ends the run at once.
func TestRowsCannotBeWritten(t *testing.T) {
	t.Parallel()
	s := run(with(t), scripted{}, syncing.Options{})
	full, rows := errors.New("no space left"), 0
	err := s.All(t.Context(), []*api.Entity{named(t, "joborders"), named(t, "users")}, func(syncing.Row) error {
		rows++
		return full
	})
	if !errors.Is(err, full) || rows != 1 {
		t.Errorf("%v after %d rows", err, rows)
	}
}

// TestDuplicates: entries that name a record again are told.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "", 1: "1 entry", 1200: "1,200 entries"} {
		s := run(with(t), scripted{"users": {result: mirror.SyncResult{Duplicates: n}}}, syncing.Options{})
		ok(t, s.all(t, "users"))
		if want != "" {
			want = "warning: the index of users names records more than once; left out: " + want
		}
		if got := s.told.all(); got != want {
			t.Errorf("%d: reported %q, want %q", n, got, want)
		}
	}
}
