//go:build unix

package test

import (
	"bytes"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// TestClosedPipe: a reader that has seen enough ends the program quietly.
func TestClosedPipe(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, func(o *simulator.Options) { o.Jobs = 20_000 })
	for _, format := range []string{"ndjson", "csv", "json", "yaml", "table"} {
		command := process(variables(t, server), "-c", "aimsio joborders list -o "+format+" | head -n 1; echo code=${PIPESTATUS[0]} >&2")
		command.Path, command.Args[0] = lookPath(t, "bash"), "bash"
		var out, said bytes.Buffer
		command.Stdout, command.Stderr = &out, &said
		if err := command.Run(); err != nil {
			t.Fatal(err)
		}
		if strings.Count(out.String(), "\n") != 1 {
			t.Errorf("-o %s: standard output %q", format, out.String())
		}
		if text := said.String(); strings.Contains(text, "error") || strings.Contains(text, "panic") || !strings.HasPrefix(text, "code=") {
			t.Errorf("-o %s: standard error %q", format, text)
		}
	}
	if calls := len(log.all()); calls != 5 {
		t.Errorf("%d calls, want 5", calls)
	}
}

// inBash runs a command line of bash in which "aimsio" is the program.
func inBash(t *testing.T, environment map[string]string, line string, args ...string) (code int, out, said string) {
	t.Helper()
	command := process(environment, append([]string{"-c", line, "bash"}, args...)...)
	command.Path, command.Args[0] = lookPath(t, "bash"), "bash"
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		if _, exited := errors.AsType[*exec.ExitError](err); !exited {
			t.Fatal(err)
		}
	}
	return command.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

// TestClosedStreams: nobody reads what any command prints, or a stream is not there at all. The
// command ends as others do, and says nothing of it.
func TestClosedStreams(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, nil)
	environment := variables(t, server)
	if got := run(environment, "employees", "create", "-f", employeesFile(t, 1)); got.code != 0 {
		t.Fatal(got)
	}
	for _, command := range []string{
		"joborders list", "joborders list --full -o ndjson", "joborders list -o ndjson --jq .guid", "joborders fields", "joborders template",
		"api GET JobOrder", "log", "log -o json", "env list", "env show", "entities", "help", "joborders list --help",
		"completion bash", "version", "--version",
	} {
		for redirection, codes := range map[string]string{
			" | head -n 0":      "0 141",
			" 2>&1 | head -n 0": "0 141",
			" >&-":              "0",
			" >/dev/null 2>&-":  "0",
		} {
			_, out, said := inBash(t, environment, "aimsio "+command+redirection+`; echo "${PIPESTATUS[0]}" >&2`)
			if code := strings.TrimSpace(said); out != "" || !slices.Contains(strings.Fields(codes), code) {
				t.Errorf("%s%s: standard output %.80q, then %q", command, redirection, out, said)
			}
		}
	}
}

// TestClosedPipeOfWrite: that nobody reads the rows of a write, or what it says, is no reason to
// write half of the records.
func TestClosedPipeOfWrite(t *testing.T) {
	t.Parallel()
	for _, redirection := range []string{" | head -n 1", " 2>&1 | head -n 1", " --trace 2>&1 | head -n 1", " >&-", " >&- 2>&-"} {
		server, _ := simulated(t, nil)
		environment := variables(t, server)
		results := t.TempDir() + "/results.ndjson"
		line := `aimsio employees create -f "$1" --results "$2" --batch-size 10 -o ndjson` + redirection + `; exit "${PIPESTATUS[0]}"`
		code, _, said := inBash(t, environment, line, employeesFile(t, 300), results)
		rows := resultsOf(t, contentOf(t, results))
		if code != 0 || strings.Contains(said, "error") || len(rows) != 300 {
			t.Errorf("%s: code %d, %d results: %s", redirection, code, len(rows), said)
		}
		wantEmployees(t, environment, 300)
	}
}
