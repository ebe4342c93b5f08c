package test

import (
	"strings"
	"testing"
)

// TestTheLimitCountsRows: with --explode and a filter on the list too, no more records are fetched than the
// rows to come may lie in, and what is left out is said in numbers.
func TestTheLimitCountsRows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		flags, rows, note string
		// calls is how many there are at most.
		calls int
	}{
		{"--limit 1", "0001", "showing 1 row of joborders: the limit was reached after 1 of 6 records, the last of which has 1 more row", 2},
		{"--limit 2", "0001 0002", "showing 2 rows of joborders: the limit was reached after 1 of 6 records", 3},
		{"--limit 5", "0001 0002 0002 0003 ''", "showing 5 rows of joborders: the limit was reached after 4 of 6 records, the last of which has 1 more row", 6},
		{"--limit 6", "0001 0002 0002 0003 '' 0004", "showing 6 rows of joborders: the limit was reached after 4 of 6 records", 7},
		{"--limit 7", "0001 0002 0002 0003 '' 0004", "", 7},
		{"--limit 2 --filter jobCrewList.employeeCode=0002,0004", "0002 0002", "showing 2 rows of joborders: the limit was reached after 2 of 6 records", 7},
		{"--limit 3 --filter jobCrewList.employeeCode=0002,0004", "0002 0002 0004", "showing 3 rows of joborders: the limit was reached after 4 of 6 records", 7},
		{"--limit 1 --filter jobCrewList.employeeCode=0004", "0004", "showing 1 row of joborders: the limit was reached after 4 of 6 records", 7},
		{"--limit 4 --filter jobCrewList.employeeCode=0004", "0004", "", 7},
		{"--limit 1 --filter jobName=Smith", "", "", 7}, // it has no crew
		{"--limit 2 --sort -jobNumber", "0003 ''", "showing 2 of 6 rows of joborders", 7},
		{"--limit 6 --sort -jobNumber", "0003 '' 0004 0002 0001 0002", "", 7},
		{"--limit 2 --sort updatedAt", "0001 0002", "showing 2 rows of joborders: the limit was reached after 1 of 6 records", 3},
	} {
		server, address := crewShelf(t) // of its own: a call that was cut off may arrive when the run is over
		environment := variables(t, address)
		list := []string{"joborders", "list", "--full", "--explode", "jobCrewList", "--columns", "jobCrewList.employeeCode", "-o", "json"}
		got := run(environment, append(append(list, strings.Fields(c.flags)...), "--jq", `map(.["jobCrewList.employeeCode"] // "''") | join(" ")`)...)
		if got.code != 0 || strings.TrimSpace(got.out) != c.rows {
			t.Errorf("%s: %+v, want %q", c.flags, got, c.rows)
		}
		first, _, _ := strings.Cut(got.err, "\n")
		if strings.HasPrefix(first, "showing") != (c.note != "") || c.note != "" && first != c.note {
			t.Errorf("%s: said %q, want %q", c.flags, got.err, c.note)
		}
		if n := server.called(); n > c.calls {
			t.Errorf("%s: %d calls, want at most %d", c.flags, n, c.calls)
		}
	}
}

// TestRowsOfAListThatIsNone: a name that no record has is refused, whatever else would leave all rows out.
func TestRowsOfAListThatIsNone(t *testing.T) {
	t.Parallel()
	_, address := crewShelf(t)
	environment := variables(t, address)
	for _, flags := range []string{"", "--filter zzzzzzzz.a=1", "--filter jobName=Smith", "--limit 1 --filter zzzzzzzz.a=1", "--sort jobNumber --filter zzzzzzzz.a=1"} {
		got := run(environment, append([]string{"joborders", "list", "--full", "--explode", "zzzzzzzz"}, strings.Fields(flags)...)...)
		if got.code != 2 || got.out != "" || !strings.Contains(got.err, `unknown field "zzzzzzzz"`) || strings.Contains(got.err, "showing") {
			t.Errorf("%s: %+v", flags, got)
		}
	}
}

// TestNoneFoundIsSaidOfWhatWasReadAlone: beside records that could not be read it would not be known.
func TestNoneFoundIsSaidOfWhatWasReadAlone(t *testing.T) {
	t.Parallel()
	server, address := crewShelf(t)
	environment := variables(t, address)
	list := []string{"joborders", "list", "--full", "--filter", "jobName=nobody"}
	if got := run(environment, list...); got.code != 0 || !strings.Contains(got.err, "no joborders found") {
		t.Errorf("all read: %+v", got)
	}
	server.hide("g2")
	for _, args := range [][]string{list, append(list, "--sort", "jobNumber"), append(list, "--explode", "jobCrewList")} {
		if got := run(environment, args...); got.code != 6 || strings.Contains(got.err, "no joborders found") {
			t.Errorf("%q, one not read: %+v", args, got)
		}
	}
	for _, id := range []string{"g1", "g3", "g4", "g5", "g6"} {
		server.hide(id)
	}
	for _, flags := range []string{"", "--limit 2", "--explode jobCrewList", "--sort jobNumber"} {
		got := run(environment, append([]string{"joborders", "list", "--full"}, strings.Fields(flags)...)...)
		if got.code != 6 || strings.Contains(got.err, "no joborders found") {
			t.Errorf("%s, none read: %+v", flags, got)
		}
	}
}
