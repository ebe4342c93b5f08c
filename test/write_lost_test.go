//go:build unix

package test

import (
	"os"
	"strings"
	"testing"
)

// TestLostAnswers: the answer to a write does not come. Records that carry their keys are sent
// again, since that does no harm; others are not, and their outcome is unknown.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	const keyless = `[{"companyName":"keyless","companyTypeName":"Vendor"},{"companyName":"keyless","companyTypeName":"Vendor"}]`
	const keyed = `[{"companyCode":"K-1","companyName":"keyed","companyTypeName":"Vendor"},{"companyCode":"K-2","companyName":"keyed","companyTypeName":"Vendor"}]`
	tests := []struct {
		name, fault string
		keyed       bool
		code, posts int
		outcomes    string
		// there is how many of the two records the server has in the end. It takes none without a key.
		there int
	}{
		{"503 before, once", "503,apply=before,times=1", true, 0, 2, "written:2", 2},
		{"503 in the middle, once", "503,apply=middle,times=1", true, 0, 2, "written:2", 2},
		{"503 after, once", "503,apply=after,times=1", true, 0, 2, "written:2", 2},
		{"500 after, once", "500,apply=after,times=1", true, 0, 2, "written:2", 2},
		{"reset after, once", "reset,apply=after,times=1", true, 0, 2, "written:2", 2},
		{"reset in the middle, once", "reset,apply=middle,times=1", true, 0, 2, "written:2", 2},
		{"cut off, once", "cut,apply=after,times=1", true, 0, 2, "written:2", 2},
		{"no answer after, once", "timeout,apply=after,times=1", true, 0, 2, "written:2", 2},
		{"no answer before, once", "timeout,apply=before,times=1", true, 0, 2, "written:2", 2},
		{"503 always, applied", "503,apply=after", true, 7, -1, "unknown:2", 2},
		{"reset always", "reset,apply=before", true, 7, -1, "unknown:2", 0},
		{"a page always", "html,apply=after", true, 6, -1, "unknown:2", 2},

		{"keyless, 503 before", "503,apply=before,times=1", false, 7, 1, "unknown:2", 0},
		{"keyless, 500 after", "500,apply=after,times=1", false, 7, 1, "unknown:2", 0},
		{"keyless, reset", "reset,apply=before,times=1", false, 7, 1, "unknown:2", 0},
		{"keyless, no answer", "timeout,apply=before,times=1", false, 7, 1, "unknown:2", 0},
		{"keyless, a page", "html,apply=before,times=1", false, 6, 1, "unknown:2", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server, log := simulated(t, faulty(t, test.fault))
			environment := with(variables(t, server), "AIMSIO_TIMEOUT=300ms", "AIMSIO_MAX_WAIT=2s")
			content, name := keyless, "keyless"
			if test.keyed {
				content, name = keyed, "keyed"
			}
			if test.posts < 0 {
				environment["AIMSIO_MAX_WAIT"] = "1ms"
			}
			got := run(environment, "companies", "create", "--no-validate", "-f", fileWith(t, "a.json", content), "-o", "ndjson")
			results := resultsOf(t, got.out)
			if got.code != test.code || outcomes(results) != test.outcomes {
				t.Errorf("code %d, want %d, outcomes %s, want %s\n%s%s", got.code, test.code, outcomes(results), test.outcomes, got.out, got.err)
			}
			if test.posts >= 0 {
				waitFor(t, "the log", func() bool { return log.posts() >= test.posts }) // it is written after the answer
				if posts := log.posts(); posts != test.posts {
					t.Errorf("%d calls wrote, want %d:\n%s", posts, test.posts, strings.Join(log.all(), "\n"))
				}
			}
			for _, result := range results {
				if result.Outcome != "unknown" {
					continue
				}
				advice := `it may or may not have been written: look for it among the latest in the list before it is sent again`
				if test.keyed {
					advice = `it may or may not have been written: get it and see, or send it again, which is safe`
				}
				matches(t, "the message", result.Message, advice)
			}
			listed := run(with(environment, "AIMSIO_TIMEOUT=10s", "AIMSIO_MAX_WAIT=10s"), "companies", "list", "--full", "-o", "ndjson", "--filter", "companyName="+name)
			if there := strings.Count(listed.out, "\n"); there != test.there || listed.code != 0 {
				t.Errorf("the server has %d of them, want %d: %s", there, test.there, listed.err)
			}
		})
	}
}

// TestKeylessRefused: a refused batch whose records carry no key is not sent again in parts.
func TestKeylessRefused(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, faulty(t, "400,apply=middle,times=1"))
	content := `[{"companyName":"a","companyTypeName":"Vendor"},{"companyName":"b","companyTypeName":"Vendor"}]`
	got := run(variables(t, server), "companies", "create", "--no-validate", "-f", fileWith(t, "a.json", content), "-o", "ndjson")
	if got.code != 6 || log.posts() != 1 || outcomes(resultsOf(t, got.out)) != "failed:2" {
		t.Errorf("%d calls, %+v", log.posts(), got)
	}
	matches(t, "the message", got.out, `since not all of them carry a key, it was not sent again in parts, and part of it may have been written`)
}

// TestDeniedInTheMiddle: when the server refuses the user, the run stops at once; what was done and
// what was not is said, and a later run goes on from there.
func TestDeniedInTheMiddle(t *testing.T) {
	t.Parallel()
	for status, words := range map[string]string{"401": "the same user name and password worked before", "403": "switch the API permission on"} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			server, log := simulated(t, nil)
			environment := variables(t, server)
			refusing, relent := refusingAfter(t, server, 2, status)
			folder := t.TempDir()
			file, results := employeesFile(t, 500), folder+"/results.ndjson"
			got := run(with(environment, "AIMSIO_URL="+refusing, "AIMSIO_PARALLEL=1"), "employees", "create", "-f", file, "--results", results, "-o", "ndjson")
			if got.code != 3 || log.posts() != 2 {
				t.Errorf("code %d after %d calls: %s", got.code, log.posts(), got.err)
			}
			if got := outcomes(resultsOf(t, got.out)); got != "failed:50 skipped:350 written:100" {
				t.Errorf("outcomes: %s", got)
			}
			matches(t, "standard error", got.err, `written 100, unchanged 0, failed 50, unknown 0, skipped 350; 3 calls in .*\nerror: .*`+words)
			relent()
			again := run(with(environment, "AIMSIO_URL="+refusing), "employees", "create", "-f", file, "--resume", results)
			if again.code != 0 || log.posts() != 10 {
				t.Errorf("going on: code %d after %d calls: %s", again.code, log.posts(), again.err)
			}
			wantEmployees(t, environment, 500)
			if got := outcomes(resultsOf(t, contentOf(t, results))); got != "failed:50 skipped:350 written:500" {
				t.Errorf("the results of both runs: %s", got)
			}
		})
	}
}

// TestNoServer: what never reached a server has failed for certain, and the run says that nothing
// answered.
func TestNoServer(t *testing.T) {
	t.Parallel()
	environment := with(variables(t, "http://127.0.0.1:1"), "AIMSIO_MAX_WAIT=1ms")
	got := run(environment, "employees", "create", "-f", employeesFile(t, 200), "-o", "ndjson")
	if got.code != 7 || outcomes(resultsOf(t, got.out)) != "failed:100 skipped:100" {
		t.Errorf("code %d, outcomes %s: %s", got.code, outcomes(resultsOf(t, got.out)), got.err)
	}
	if got := run(environment, "employees", "create", "-f", employeesFile(t, 2), "-o", "ndjson"); got.code != 7 || outcomes(resultsOf(t, got.out)) != "failed:2" {
		t.Errorf("a single batch: %+v", got)
	}
	if got := run(environment, "joborders", "update", "1", "--set", "jobName=x"); got.code != 7 {
		t.Errorf("an update: %+v", got)
	}
}

// TestResultsOutliveStandardOutput: where standard output breaks, --results is true all the same.
func TestResultsOutliveStandardOutput(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full")
	}
	defer func() { _ = full.Close() }()
	server, _ := simulated(t, nil)
	environment := variables(t, server)
	file, results := employeesFile(t, 100), t.TempDir()+"/results.ndjson"
	command := process(with(environment, "AIMSIO_PARALLEL=1"), "employees", "create", "-f", file, "--results", results, "-o", "ndjson")
	command.Stdout = full
	if err := command.Run(); err == nil || command.ProcessState.ExitCode() == 0 {
		t.Errorf("it ended with %v", err)
	}
	there := employees(t, environment)
	kept := resultsOf(t, contentOf(t, results))
	for _, result := range kept {
		if want := map[string]int{"written": 1, "skipped": 0}; there[result.Key] != want[result.Outcome] {
			t.Fatalf("the server has %d of %+v", there[result.Key], result)
		}
	}
	if len(kept) == 0 {
		t.Error("no results were kept")
	}
	if again := run(environment, "employees", "create", "-f", file, "--resume", results); again.code != 0 {
		t.Errorf("going on: %+v", again)
	}
	wantEmployees(t, environment, 100)
}
