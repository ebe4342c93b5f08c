package freshness_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/mirror/freshness"
)

func noon() time.Time { return time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC) }

func ago(d time.Duration) time.Time { return noon().Add(-d) }

// TestAge: an age has the unit that a person would use, and none where it cannot be known.
func TestAge(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		at        time.Time
		age, old  string
		uncertain bool
	}{
		{at: noon(), age: "0s", old: "0s old"},
		{at: ago(59 * time.Second), age: "59s", old: "59s old"},
		{at: ago(time.Minute), age: "1m", old: "1m old"},
		{at: ago(59*time.Minute + 59*time.Second), age: "59m", old: "59m old"},
		{at: ago(time.Hour), age: "1h", old: "1h old"},
		{at: ago(47 * time.Hour), age: "47h", old: "47h old"},
		{at: ago(48 * time.Hour), age: "2d", old: "2d old"},
		{at: ago(400 * 24 * time.Hour), age: "400d", old: "400d old"},
		{at: ago(-4 * time.Minute), age: "0s", old: "0s old"}, // clocks differ a little
		{
			at: ago(-5 * time.Minute), age: "unknown", uncertain: true,
			old: "of unknown age: the last sync is dated 2026-03-04T12:05:00Z, and this machine's clock says 2026-03-04T12:00:00Z",
		},
		{at: time.Time{}, age: "unknown", old: "of unknown age", uncertain: true},
		{at: time.Unix(0, 0), age: "unknown", old: "of unknown age", uncertain: true},
	} {
		age, old, dated := freshness.Age(test.at, noon()), freshness.Old(test.at, noon()), freshness.Dated(test.at, noon())
		if age != test.age || old != test.old || dated == test.uncertain {
			t.Errorf("%s: %q, %q, dated %v; want %q, %q", test.at, age, old, dated, test.age, test.old)
		}
	}
}

// TestNotes: each way in which an answer may lack something is said, and the age of all first. What was never read
// makes the answer wrong.
func TestNotes(t *testing.T) {
	t.Parallel()
	const reads = `"aimsio sync`
	for name, test := range map[string]struct {
		statuses     []mirror.EntityStatus
		asked        []string
		other, wrong []string
	}{
		"all is well": {
			statuses: []mirror.EntityStatus{{Entity: "jobs", IndexedAt: ago(time.Minute), Complete: true}},
			asked:    []string{"jobs"}, other: []string{"the mirror of sandbox is 1m old"},
		},
		"the oldest counts": {
			statuses: []mirror.EntityStatus{
				{Entity: "jobs", IndexedAt: ago(time.Minute), Complete: true}, {Entity: "users", IndexedAt: ago(time.Hour), Complete: true},
			},
			asked: []string{"jobs", "users"}, other: []string{"the mirror of sandbox is 1h old"},
		},
		"never": {
			asked: []string{"jobs", "users"},
			wrong: []string{"warning: never synced: jobs, users: the mirror has none of them; " + reads + ` jobs users" reads them`},
		},
		"never, of many": {
			asked: []string{"a", "b", "c", "d", "e"},
			wrong: []string{"warning: never synced: a, b, c, d, e: the mirror has none of them; " + reads + `" reads them`},
		},
		"never, but read by others": {
			statuses: []mirror.EntityStatus{{Entity: "jobs", Objects: 1}}, asked: []string{"jobs"},
			wrong: []string{"warning: jobs were never synced: the mirror has only the 1 record that other commands read; " + reads + ` jobs" reads them`},
		},
		"older than the rest": {
			statuses: []mirror.EntityStatus{
				{Entity: "jobs", IndexedAt: noon(), Complete: true}, {Entity: "users", IndexedAt: ago(50 * time.Hour), Complete: true},
			},
			asked: []string{"users"},
			other: []string{"the mirror of sandbox is 2d old", "warning: users are 2d old, older than the rest of the mirror"},
		},
		"written to": {
			statuses: []mirror.EntityStatus{{Entity: "jobs", IndexedAt: ago(time.Hour), Complete: true, WrittenAt: ago(time.Minute)}},
			asked:    []string{"jobs"},
			other: []string{
				"the mirror of sandbox is 1h old",
				"warning: jobs were written to 1m ago, and not synced since: what became of them cannot be seen here; " + reads + ` jobs" reads them`,
			},
		},
		"doubted": {
			statuses: []mirror.EntityStatus{{Entity: "jobs", IndexedAt: noon(), Complete: true, Doubted: true}}, asked: []string{"jobs"},
			other: []string{
				"the mirror of sandbox is 0s old",
				`warning: the last list of jobs lost so much that it is doubted: records that are gone may stand here; "aimsio sync jobs" says how to go on`,
			},
		},
		"in part": {
			statuses: []mirror.EntityStatus{{Entity: "jobs", IndexedAt: noon(), Complete: true, Pending: 1234}}, asked: []string{"jobs"},
			other: []string{
				"the mirror of sandbox is 0s old",
				"warning: the last sync left 1,234 records of jobs to be fetched: what is missing or old cannot be seen here",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := freshness.Of(mirror.FreshnessOf(test.statuses, test.asked), "sandbox", noon())
			same(t, "notes", got.Other, test.other)
			same(t, "wrong", got.Wrong, test.wrong)
		})
	}
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s are\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestOfEntity: one who reads an entity from the mirror alone is told the same, and nothing where it was never synced.
func TestOfEntity(t *testing.T) {
	t.Parallel()
	status := mirror.EntityStatus{Entity: "jobs", IndexedAt: ago(time.Hour), WrittenAt: ago(time.Second), Pending: 1, Doubted: true}
	notes, synced := freshness.OfEntity(status, noon())
	if !synced {
		t.Error("what was synced counts as never synced")
	}
	same(t, "notes", notes, []string{
		"from the mirror, which is 1h old",
		`warning: jobs were written to 1s ago, and not synced since: what became of them cannot be seen here; "aimsio sync jobs" reads them`,
		`warning: the last list of jobs lost so much that it is doubted: records that are gone may stand here; "aimsio sync jobs" says how to go on`,
		"warning: the last sync left 1 record to be fetched: what is missing or old cannot be seen here",
	})
	if notes, synced := freshness.OfEntity(mirror.EntityStatus{Entity: "jobs", Objects: 3, WrittenAt: noon()}, noon()); synced || len(notes) > 0 {
		t.Errorf("synced %v, %q", synced, notes)
	}
}

// TestParseRequirement: what is required is written as ENTITY=AGE, the age in any form that --since takes.
func TestParseRequirement(t *testing.T) {
	t.Parallel()
	for written, since := range map[string]time.Time{
		"jobs=24h": ago(24 * time.Hour), "jobs = 90m": ago(90 * time.Minute), "jobs=7d": ago(7 * 24 * time.Hour),
		"jobs=2026-03-01": time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC), "jobs=2026-03-04T11:00:00Z": ago(time.Hour),
	} {
		r, err := freshness.ParseRequirement(written, noon(), time.UTC)
		if err != nil || r.Entity != "jobs" || !r.Since.Equal(since) {
			t.Errorf("%q: %v, %+v, want since %s", written, err, r, since)
		}
	}
	for _, written := range []string{"", "jobs", "jobs=", "jobs=soon", "24h", "jobs=-1h"} {
		if _, err := freshness.ParseRequirement(written, noon(), time.UTC); !fail.Is(err, fail.Usage) || !strings.HasPrefix(err.Error(), "--require "+written+": ") {
			t.Errorf("%q: %v", written, err)
		}
	}
}

// TestCheck: all that a mirror lacks is told at once, with the sync that mends it.
func TestCheck(t *testing.T) {
	t.Parallel()
	statuses := []mirror.EntityStatus{
		{Entity: "jobs", IndexedAt: ago(2 * time.Hour), Complete: true}, {Entity: "part", IndexedAt: noon(), Pending: 2},
		{Entity: "later", IndexedAt: ago(-time.Hour), Complete: true}, {Entity: "left", IndexedAt: noon(), Complete: true, Pending: 3},
	}
	required := func(entity string, age time.Duration) freshness.Requirement {
		return freshness.Requirement{Entity: entity, Age: age.String(), Since: ago(age)}
	}
	for name, test := range map[string]struct {
		required []freshness.Requirement
		lacks    string
		hint     string
	}{
		"nothing required":  {},
		"young enough":      {required: []freshness.Requirement{required("jobs", 2*time.Hour)}},
		"whole, but behind": {required: []freshness.Requirement{required("left", time.Hour)}},
		"too old": {
			[]freshness.Requirement{required("jobs", time.Hour)}, "jobs are 2h old, and --require allows 1h0m0s", `"aimsio sync jobs" reads them`,
		},
		"never": {
			[]freshness.Requirement{required("users", time.Hour)}, "users were never synced", `"aimsio sync users" reads them`,
		},
		"in part": {
			[]freshness.Requirement{required("part", time.Hour)}, "part were never synced whole: 2 records are left", `"aimsio sync part" reads them`,
		},
		"from the future": {
			[]freshness.Requirement{required("later", time.Hour)},
			"later are of unknown age: the last sync is dated 2026-03-04T13:00:00Z, and this machine's clock says 2026-03-04T12:00:00Z, and --require allows 1h0m0s",
			`"aimsio sync later" reads them`,
		},
		"several": {
			[]freshness.Requirement{required("users", time.Hour), required("jobs", 3*time.Hour), required("jobs", time.Minute)},
			"users were never synced; jobs are 2h old, and --require allows 1m0s", `"aimsio sync users jobs" reads them`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := freshness.Check(test.required, statuses, noon())
			if test.lacks == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if !fail.Is(err, fail.Failed) || err.Error() != "the mirror is not as required: "+test.lacks || fail.HintOf(err) != test.hint {
				t.Errorf("%v, hint %q", err, fail.HintOf(err))
			}
		})
	}
}
