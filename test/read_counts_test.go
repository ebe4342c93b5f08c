package test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// countShelf is a server of ten job orders of which every third is finished; the mirror has all, and two
// changed since.
func countShelf(t *testing.T) (*shelf, map[string]string) {
	t.Helper()
	shelf, server := newShelf(t)
	put := func(n int, updated, status string) {
		id := "g" + strconv.Itoa(n)
		shelf.put(id, updated, `{"jobGuid":"`+id+`","jobNumber":"J-`+strconv.Itoa(n)+`","jobStatus":"`+status+`","jobId":`+strconv.Itoa(n%4)+`}`)
	}
	for n := range 10 {
		put(n, "1", map[bool]string{true: "Finished", false: "Active"}[n%3 == 2])
	}
	environment := variables(t, server)
	synced(t, environment)
	put(4, "2", "Active")
	put(9, "2", "Active")
	return shelf, environment
}

// TestCountsAgree: what is said of how much was shown and looked at does not depend on the mirror.
func TestCountsAgree(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	for flags, want := range map[string]string{
		"--limit 3":                                                "showing 3 of 10 joborders",
		"--limit 1 --filter jobStatus=Finished":                    "showing 1 job order: the limit was reached after 3 of 10 records",
		"--limit 2 --filter jobStatus=Finished":                    "showing 2 joborders: the limit was reached after 6 of 10 records",
		"--limit 3 --filter jobStatus=Finished":                    "showing 3 joborders: the limit was reached after 9 of 10 records",
		"--limit 2 --filter jobId=1":                               "showing 2 joborders: the limit was reached after 6 of 10 records",
		"--limit 3 --sort jobNumber":                               "showing 3 of 10 joborders",
		"--limit 2 --sort -jobNumber --filter jobStatus=Active":    "showing 2 of 7 joborders",
		"--limit 9 --sort jobId --filter jobStatus=Active":         "",
		"--limit 4 --filter jobStatus=Finished":                    "",
		"--filter jobStatus=Cancelled":                             "no joborders found",
		"--limit 2 --sort -updatedAt --filter jobStatus!=Finished": "showing 2 joborders: the limit was reached after 2 of 10 records",
	} {
		_, environment := countShelf(t) // each time, for the mirror learns what it sees
		args := append([]string{"joborders", "list", "--full", "-o", "ndjson", "--columns", "jobNumber"}, strings.Fields(flags)...)
		past := run(environment, append(args, "--no-mirror")...)
		through := run(environment, args...)
		if through.out != past.out || through.err != past.err || strings.TrimSpace(past.err) != want {
			t.Errorf("%s: past the mirror %q %q\nthrough it %q %q\nwant %q", flags, past.out, past.err, through.out, through.err, want)
		}
		offline := run(environment, append(args, "--offline")...)
		_, said, _ := strings.Cut(offline.err, "\n")
		if strings.TrimSpace(said) != want && !strings.Contains(flags, "updatedAt") {
			t.Errorf("%s: offline %q", flags, offline.err)
		}
	}
}

// TestCallsAreCountedAsTheyWillBe: the price of --full is that of the very command line, through the mirror
// as it is.
func TestCallsAreCountedAsTheyWillBe(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	price := regexp.MustCompile(`--full fetches the whole records, (at most )?(\d+) calls?, about `)
	for flags, want := range map[string]int{
		"":                          3, // the index and what changed
		"--no-mirror":               11,
		"--limit 5":                 2,
		"--limit 5 --no-mirror":     6,
		"--since 1970-01-01T00:00Z": 3,
		"--filter guid=g4":          2,
		"--filter guid=g1":          1,
		"--filter guid=g1,g4,g9 --no-mirror --sort -updatedAt":   4,
		"--limit 1 --filter jobStatus=Active --no-mirror":        11,
		"--limit 1 --sort -jobNumber --filter jobStatus=Active":  3,
		"--limit 1 --filter jobStatus=Finished --sort updatedAt": 3,
	} {
		shelf, environment := countShelf(t)
		args := append([]string{"joborders", "list", "--columns", "jobNumber"}, strings.Fields(flags)...)
		got := run(environment, args...)
		said := price.FindStringSubmatch(got.err)
		if got.code != 2 || said == nil || said[2] != strconv.Itoa(want) {
			t.Errorf("%s: %+v, want %d calls", flags, got, want)
			continue
		}
		shelf.called()
		if got := run(environment, append(args, "--full")...); got.code != 0 {
			t.Fatal(got.err)
		}
		if n := shelf.called(); n != want && (said[1] == "" || n > want) {
			t.Errorf("%s: %d calls, said were %s", flags, n, said[0])
		}
	}
}
