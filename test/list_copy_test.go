package test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// copied is a shelf of three job orders, and an environment whose mirror has them.
func copied(t *testing.T) (*shelf, map[string]string, string) {
	t.Helper()
	shelf, server := newShelf(t, numberedJobs(1, 3)...)
	file := filepath.Join(t.TempDir(), "mirror.db")
	environment := with(variables(t, server), "AIMSIO_MIRROR="+file)
	synced(t, environment)
	shelf.called()
	return shelf, environment, file
}

// lines compares what is printed word by word: the width of columns is not meant.
func lines(t *testing.T, what string, got outcome, want ...string) {
	t.Helper()
	if got.code != 0 {
		t.Errorf("%s: %+v", what, got)
		return
	}
	if shown := strings.Split(strings.TrimSpace(withOneBlank(got.out)), "\n"); strings.Join(trimmed(shown), "|") != strings.Join(want, "|") {
		t.Errorf("%s:\n%q, want\n%q", what, trimmed(shown), want)
	}
}

func trimmed(lines []string) []string {
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return lines
}

// telling leaves of what is printed the marks, the numbers and the GUIDs.
func telling(got outcome) outcome {
	var kept []string
	for line := range strings.Lines(got.out) {
		kept = append(kept, strings.Join(regexp.MustCompile(`\b(yes|J-\d+|g\d+)\b`).FindAllString(line, -1), " "))
	}
	got.out = strings.Join(kept, "\n")
	return got
}

// TestListFilledFromMirror: with one call a table shows what the mirror has of records that did not change, and marks
// the others.
func TestListFilledFromMirror(t *testing.T) {
	t.Parallel()
	shelf, environment, _ := copied(t)
	list := func(args ...string) outcome {
		t.Helper()
		got := run(environment, append([]string{"joborders", "list", "--no-header"}, args...)...)
		if calls := shelf.called(); calls != 1 {
			t.Errorf("%q: %d calls", args, calls)
		}
		return telling(got)
	}
	got := list()
	lines(t, "unchanged", got, "J-1", "J-2", "J-3")
	if got.err != "" {
		t.Errorf("said %q", got.err)
	}
	shelf.put("g2", "2", order("g2", "J-9"))
	got = list()
	lines(t, "one changed", got, "J-1 g1", "yes g2", "J-3 g3")
	if got.err != "1 record is new or changed since the last sync: aimsio sync joborders\n" {
		t.Errorf("said %q", got.err)
	}
	shelf.put("g4", "1", order("g4", "J-4"))
	shelf.put("g5", "", order("g5", "J-5"))
	shelf.remove("g3")
	got = list("--sort", "-guid")
	lines(t, "new ones, one undated, one gone", got, "yes g5", "yes g4", "yes g2", "J-1 g1")
	if got.err != "3 records are new or changed since the last sync: aimsio sync joborders\n" {
		t.Errorf("said %q", got.err)
	}
	if got = list("-q"); got.err != "" {
		t.Errorf("quiet: %q", got.err)
	}
	got = list("--limit", "1")
	lines(t, "limited", got, "J-1")
	if got.err != "showing 1 of 4 joborders\n" {
		t.Errorf("said %q", got.err)
	}
	lines(t, "filtered", list("--filter", "guid=g2"), "yes g2")
	shelf.mu.Lock()
	shelf.index = append(shelf.index, "g1")
	shelf.mu.Unlock()
	got = list("--filter", "guid=g1")
	lines(t, "named twice", got, "J-1")
	if !strings.Contains(got.err, "names records more than once; left out: 1 entry") {
		t.Errorf("said %q", got.err)
	}
}

// TestListWithoutTheMirror: scripts' formats are the index as ever, and so is what the mirror has nothing of.
func TestListWithoutTheMirror(t *testing.T) {
	t.Parallel()
	shelf, environment, file := copied(t)
	list := func(args ...string) outcome {
		return run(environment, append([]string{"joborders", "list", "--no-header"}, args...)...)
	}
	stubs := []string{"g1 1970-01-01T00:00:00Z", "g2 1970-01-01T00:00:00Z", "g3 1970-01-01T00:00:00Z"}
	lines(t, "--no-mirror", list("--no-mirror", "--time", "utc"), stubs...)
	lines(t, "of the index's columns", list("--columns", "guid"), "g1", "g2", "g3")
	bare := with(environment, "AIMSIO_MIRROR="+filepath.Join(t.TempDir(), "none.db"))
	for _, format := range []string{"json", "ndjson", "csv", "yaml"} {
		got, want := list("-o", format), run(bare, "joborders", "list", "--no-header", "-o", format)
		if got != want || got.code != 0 {
			t.Errorf("%s: %+v, without a mirror %+v", format, got, want)
		}
	}
	for _, args := range [][]string{
		{"--filter", "jobNumber=J-1"}, {"--sort", "jobNumber"}, {"--columns", "jobNumber"},
		{"--columns", "jobNumber", "-o", "csv"}, {"--columns", "jobNumber", "--no-mirror"},
		{"--columns", "jobNumber", "--filter", "jobNumber=J-1"},
	} {
		if got := list(args...); got.code != 2 || got.out != "" || !strings.Contains(got.err, "has no jobNumber") {
			t.Errorf("%q: %+v", args, got)
		}
	}
	shelf.called()
	lines(t, "--offline", telling(list("--offline")), "J-1", "J-2", "J-3")
	if calls := shelf.called(); calls != 0 {
		t.Errorf("--offline: %d calls", calls)
	}
	if got := run(with(environment, "AIMSIO_URL=http://127.0.0.1:9"), "joborders", "list", "--max-wait", "1s"); got.code != 7 || got.out != "" {
		t.Errorf("no server: %+v", got)
	}
	if err := os.WriteFile(file, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	got := list("--time", "utc")
	lines(t, "a mirror that is none", got, stubs...)
	if !strings.HasPrefix(got.err, "warning: ") || !strings.HasSuffix(got.err, "; shown is what the index has\n") || strings.Count(got.err, "\n") != 1 {
		t.Errorf("said %q", got.err)
	}
}

// TestListOfDamagedMirror: a mirror that breaks in the middle leaves no half of a list.
func TestListOfDamagedMirror(t *testing.T) {
	t.Parallel()
	_, environment, file := copied(t)
	content := []byte(contentOf(t, file))
	const header = 4096
	for at := header; at < len(content); at += 64 {
		copy(content[at:], "broken")
	}
	for _, name := range []string{file + "-wal", file + "-shm"} {
		if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	got := run(environment, "joborders", "list", "--no-header", "--time", "utc")
	lines(t, "damaged", got, "g1 1970-01-01T00:00:00Z", "g2 1970-01-01T00:00:00Z", "g3 1970-01-01T00:00:00Z")
	if !strings.Contains(got.err, "; shown is what the index has\n") {
		t.Errorf("said %q", got.err)
	}
}

// TestListOfAnotherEntitysMirror: a mirror that has never been synced with the entity changes nothing.
func TestListOfAnotherEntitysMirror(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, nil)
	environment := with(variables(t, server), "AIMSIO_RATE=1000")
	if got := run(environment, "sync", "companies"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	synced, bare := run(environment, "users", "list"), run(environment, "users", "list", "--no-mirror")
	if synced != bare || synced.code != 0 {
		t.Errorf("%+v, without a mirror %+v", synced, bare)
	}
}
