package test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// TestGuidesRun runs the blocks of the guides by task, one after the other, as somebody does who follows them. What
// a page shows of the output is what comes.
func TestGuidesRun(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	for guide, environment := range map[string]map[string]string{
		"one-task-one-command.md": newcomer(t), "change-many-records.md": newcomer(t), "sandbox-to-portal.md": twoEnvironments(t),
	} {
		t.Run(guide, func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile("../docs/" + guide)
			if err != nil {
				t.Fatal(err)
			}
			follow(t, with(environment, "AIMSIO_RATE=1000"), string(content))
		})
	}
}

// twoEnvironments has a sandbox and a portal with other records, both of them simulators.
func twoEnvironments(t *testing.T) map[string]string {
	t.Helper()
	sandbox, _ := simulated(t, func(o *simulator.Options) { o.Seed = 1 })
	portal, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 5 })
	environment := variables(t, "")
	delete(environment, "AIMSIO_ENV")
	delete(environment, "AIMSIO_URL")
	config := filepath.Join(t.TempDir(), "config.yaml")
	content := "environments:\n  - {name: sandbox, url: '" + sandbox + "'}\n  - {name: portal, url: '" + portal + "'}\n"
	if err := os.WriteFile(config, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return with(environment, "AIMSIO_CONFIG="+config)
}

// follow does what a page says.
func follow(t *testing.T, environment map[string]string, page string) {
	t.Helper()
	shell := lookPath(t, "sh")
	folder := t.TempDir()
	ran, said := 0, ""
	_, blocks := blocksOf(page)
	for _, shown := range blocks {
		if commands := shellOf(shown); commands != "" {
			// diff ends with 8 where there are differences, which is no failure.
			script := process(environment, "-ec", "aimsio() { command aimsio \"$@\" || test $? = 8; }\n"+commands)
			script.Path, script.Args[0], script.Dir = shell, "sh", folder
			out, err := script.CombinedOutput()
			if said = string(out); err != nil {
				t.Fatalf("%s%v\n%s", commands, err, out)
			}
			ran += len(commandsIn(commands))
			continue
		}
		if slices.Contains([]string{"ini", "yaml", "cron"}, shown.language) {
			continue // a file, and no output
		}
		for line := range strings.Lines(shown.text) {
			if !strings.Contains(withOneBlank(said), strings.TrimSpace(withOneBlank(line))) {
				t.Errorf("the page shows %q, and the command before it says\n%s", strings.TrimSpace(line), said)
			}
		}
	}
	if ran < 5 {
		t.Errorf("only %d commands were run", ran)
	}
}

// withOneBlank makes one blank of several: how wide a column is depends on rows that a page may leave out.
func withOneBlank(s string) string { return regexp.MustCompile(` +`).ReplaceAllString(s, " ") }
