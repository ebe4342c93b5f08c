//go:build unix

package test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
)

// sentKeys gives the keys that the log of writes says were sent, in the order of the calls.
func sentKeys(t *testing.T, environment map[string]string) [][]string {
	t.Helper()
	var calls [][]string
	for line := range strings.Lines(contentOf(t, environment["XDG_STATE_HOME"]+"/aimsio/writes.ndjson")) {
		var call struct {
			State string
			Keys  []string
		}
		if err := json.Unmarshal([]byte(line), &call); err != nil {
			t.Fatalf("the log has the line %q: %v", line, err)
		}
		if call.State == "sent" {
			calls = append(calls, call.Keys)
		}
	}
	return calls
}

// TestKill: the program is killed again and again in the middle of a run, and goes on each time.
// In the end the server has each record, once, and what a results file tells is not sent again.
func TestKill(t *testing.T) {
	t.Parallel()
	bad := []int{120, 640}
	for name, format := range map[string]string{"CSV": "employees.csv", "JSON in one line": "employees.json"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, log := simulated(t, faulty(t, "slow=30ms,apply=before"))
			environment := with(variables(t, server), "AIMSIO_PARALLEL=3")
			file := employeesFile(t, 1000, bad...)
			if strings.HasSuffix(format, ".json") {
				whole := run(environment, "employees", "create", "-f", file, "--batch-size", "1000", "--dry-run", "-o", "ndjson")
				body := strings.TrimSuffix(strings.SplitN(whole.out, `"body":`, 2)[1], "}\n")
				file = fileWith(t, format, body)
			}
			results := t.TempDir() + "/results.ndjson"
			arguments := []string{"employees", "create", "-f", file, "--results", results, "-q"}
			var checks []func()
			for _, moment := range []int{1, 4, 9, 6, 3} {
				killAfter(t, environment, log, moment, arguments)
				done := map[string]bool{}
				for _, result := range resultsOf(t, contentOf(t, results)) {
					done[result.Key] = done[result.Key] || result.Outcome == "written"
				}
				already := len(sentKeys(t, environment))
				arguments = []string{"employees", "create", "-f", file, "--resume", results, "-q"}
				checks = append(checks, func() {
					for _, keys := range sentKeys(t, environment)[already:] {
						for _, key := range keys {
							if done[key] {
								t.Errorf("%s was sent again although the results had it as written", key)
							}
						}
					}
				})
			}
			if last := run(environment, append(arguments, "-o", "ndjson")...); last.code != 6 {
				t.Errorf("the last run: code %d, %s", last.code, last.err)
			}
			for _, check := range checks {
				check()
			}
			wantEmployees(t, environment, 1000, bad...)
			final := map[string]string{}
			for _, result := range resultsOf(t, contentOf(t, results)) {
				if result.Outcome == "written" && final[result.Key] == "written" {
					t.Errorf("%s stands twice as written", result.Key)
				}
				final[result.Key] = result.Outcome
			}
			for number, want := range map[string]string{"E-00001": "written", "E-00120": "failed", "E-00640": "failed", "E-01000": "written"} {
				if final[number] != want || len(final) != 1000 {
					t.Errorf("%s is %s, want %s, of %d results", number, final[number], want, len(final))
				}
			}
		})
	}
}

// killAfter starts the program and kills it once it has made so many more writing calls.
func killAfter(t *testing.T, environment map[string]string, log *requestLog, calls int, arguments []string) {
	t.Helper()
	log.forget()
	command := process(environment, arguments...)
	var said bytes.Buffer
	command.Stderr = &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "calls", func() bool { return log.posts() >= calls })
	if err := command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // it was killed
	if command.ProcessState.Exited() {
		t.Fatalf("the program ended before it was killed: %s", said.String())
	}
}

// TestKillBeforeAnAnswer: the program is killed while records without a key are on their way. To go on sends
// again what cannot come twice, and leaves the others to the user.
func TestKillBeforeAnAnswer(t *testing.T) {
	t.Parallel()
	const first, second = `{"companyName":"first","companyTypeName":"Vendor"}`, `{"companyName":"second","companyTypeName":"Vendor"}`
	for name, content := range map[string]string{"a line each": first + "\n" + second + "\n", "in one line": "[" + first + "," + second + "]"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bodies, release := make(chan string, 10), make(chan struct{})
			server := serving(t, func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					return // it was killed before all of it was there
				}
				bodies <- string(body)
				select {
				case <-release:
					_, _ = io.WriteString(w, "OK")
				case <-r.Context().Done():
				}
			})
			environment := variables(t, server)
			results := t.TempDir() + "/results.ndjson"
			arguments := []string{"companies", "create", "--no-validate", "--batch-size", "1", "-f", fileWith(t, "keyless.json", content)}
			command := process(environment, append(arguments, "--results", results)...)
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			if body := <-bodies; !strings.Contains(body, "first") {
				t.Fatalf("sent %q", body)
			}
			if err := command.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = command.Wait() // it was killed
			close(release)

			got := run(environment, append(arguments, "--resume", results, "--dry-run", "-o", "ndjson")...)
			if got.code != 6 || strings.Contains(got.out, `"companyName":"first"`) {
				t.Errorf("the dry run: %+v", got)
			}
			got = run(environment, append(arguments, "--resume", results, "-o", "ndjson")...)
			var sent []string
			for len(bodies) > 0 {
				sent = append(sent, <-bodies)
			}
			rows := resultsOf(t, got.out)
			if got.code != 6 || strings.Contains(strings.Join(sent, ""), "first") || len(rows) != 2 || rows[0].Outcome != "unknown" {
				t.Errorf("sent %q: %+v", sent, got)
			}
			if name == "a line each" && (len(sent) != 1 || rows[1].Outcome != "written") {
				t.Errorf("the other was not sent: %q, %+v", sent, got)
			}
			matches(t, "standard error", got.err, `line \d: the earlier run does not know whether this record was written, and without a key a second one could be made: not sent\n`)
			// And it stays so, however often one goes on.
			if again := run(environment, append(arguments, "--resume", results, "-q")...); again.code != 6 || len(bodies) != 0 {
				t.Errorf("going on once more: %+v", again)
			}
		})
	}
}

// TestInterruptedWrite: Ctrl-C ends a write; each record has its outcome, the files are true, and
// the run can be gone on with.
func TestInterruptedWrite(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, faulty(t, "slow=40ms,apply=before"))
	environment := with(variables(t, server), "AIMSIO_PARALLEL=3")
	file, results := employeesFile(t, 1000), t.TempDir()+"/results.ndjson"
	command := process(environment, "employees", "create", "-f", file, "--results", results, "-o", "ndjson")
	var out, said bytes.Buffer
	command.Stdout, command.Stderr = &out, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "some calls", func() bool { return log.posts() >= 5 })
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // the exit code is looked at
	matches(t, "standard error", said.String(), `written \d+, unchanged 0, failed 0, unknown \d+, skipped \d+; .*\nerror: interrupted: the results tell`)
	rows := resultsOf(t, out.String())
	if code := command.ProcessState.ExitCode(); code != 130 || len(rows) != 1000 || contentOf(t, results) != out.String() {
		t.Errorf("code %d, %d rows", code, len(rows))
	}
	there := employees(t, environment)
	for _, row := range rows {
		if row.Outcome == "written" && there[row.Key] != 1 || row.Outcome == "skipped" && there[row.Key] != 0 {
			t.Fatalf("the server has %d of %+v", there[row.Key], row)
		}
	}
	if counts := outcomes(rows); !strings.Contains(counts, "written:") || !strings.Contains(counts, "skipped:") {
		t.Errorf("outcomes: %s", counts)
	}
	if again := run(environment, "employees", "create", "-f", file, "--resume", results); again.code != 0 {
		t.Errorf("going on: %+v", again)
	}
	wantEmployees(t, environment, 1000)
}
