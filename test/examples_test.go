package test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// TestExamplesRun runs the examples of the help that need no account: those on the demo, and those
// that call no server.
func TestExamplesRun(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	shell := lookPath(t, "sh")
	files := map[string]string{
		"jobs.json": exampleJobs(t), "mirror.db": exampleMirror(t), "queries.sql": "select count(*) from joborders;\n",
	}
	ran := 0
	eachCommand(commandTree(), func(command *cobra.Command) {
		for example := range strings.SplitSeq(command.Example, "\n\n") {
			if !runnable(example) {
				continue
			}
			ran++
			t.Run(strings.TrimSpace(example), func(t *testing.T) {
				t.Parallel()
				folder := t.TempDir()
				for name, content := range files {
					if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				script := process(with(newcomer(t), "AIMSIO_MIRROR="+filepath.Join(folder, "mirror.db")), "-ec", example)
				script.Path, script.Args[0], script.Dir = shell, "sh", folder
				if out, err := script.CombinedOutput(); err != nil {
					t.Errorf("%v\n%s", err, out)
				}
			})
		}
	})
	if ran < 40 {
		t.Errorf("only %d examples were run", ran)
	}
}

// newcomer has no account and no configuration.
func newcomer(t *testing.T) map[string]string {
	t.Helper()
	environment := variables(t, "")
	for _, name := range []string{"AIMSIO_ENV", "AIMSIO_URL", "AIMSIO_USERNAME", "AIMSIO_PASSWORD"} {
		delete(environment, name)
	}
	return environment
}

// exampleJobs is the file of new job orders that examples read.
func exampleJobs(t *testing.T) string {
	t.Helper()
	got := run(newcomer(t), "joborders", "list", "--env", "demo", "--full", "--limit", "1", "-o", "ndjson", "--jq",
		`{jobList: [{jobNumber: "NEW-1", jobName, jobStatus, jobClientCode, jobPriceBookName, jobStartDate}]}`)
	if got.code != 0 {
		t.Fatal(got.err)
	}
	return got.out
}

// exampleMirror is the mirror of the demo that examples read through.
func exampleMirror(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "mirror.db")
	got := run(with(newcomer(t), "AIMSIO_RATE=1000", "AIMSIO_MIRROR="+file), "sync", "--env", "demo")
	if got.code != 0 {
		t.Fatal(got.err)
	}
	return contentOf(t, file)
}

// fileRead is the file that a command reads, empty for none.
func fileRead(words []string) string {
	for i, word := range words[:len(words)-1] {
		if slices.Contains([]string{"-f", "--file", "--resume"}, word) {
			return words[i+1]
		}
	}
	return ""
}

// runnable tells whether every command of an example works without an account and comes to an end.
func runnable(example string) bool {
	found := false
	for _, words := range commandsIn(example) {
		if words[0] != "aimsio" {
			return false
		}
		found = true
		demo := strings.Contains(strings.Join(words, " ")+" ", "--env demo ") || slices.Contains(words, "--reset")
		offline := slices.ContainsFunc(words[1:], func(word string) bool {
			return slices.Contains([]string{"fields", "template", "entities", "version", "env", "help"}, word)
		})
		if name := fileRead(words); name != "" && name != "jobs.json" && name != "-" {
			return false
		}
		needsChoice := slices.Equal(words, []string{"aimsio", "env", "show"}) || slices.Contains(words, "remove")
		asksOthers := slices.Contains(words, "--check") || slices.Contains(words, "--vendor")
		if !demo && !offline || needsChoice || asksOthers {
			return false
		}
	}
	return found
}
