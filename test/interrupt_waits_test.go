//go:build unix

package test

import (
	"bytes"
	"cmp"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// longestEnd is after what time an interrupted run is taken for one that does not end. What it waits for
// takes much longer, so that a machine that is busy with other tests makes no difference.
const longestEnd = time.Minute

// interrupted sends signals to a program that runs, and gives its exit code.
func interrupted(t *testing.T, command *exec.Cmd, signals ...os.Signal) int {
	t.Helper()
	for _, one := range signals {
		if err := command.Process.Signal(one); err != nil {
			t.Fatal(err)
		}
	}
	guard := time.AfterFunc(longestEnd, func() { _ = command.Process.Kill() })
	defer guard.Stop()
	_ = command.Wait() // the exit code is looked at
	return command.ProcessState.ExitCode()
}

// said collects standard error in a file: a pipe would be held open by what the program started.
func said(t *testing.T, command *exec.Cmd) (text func() string) {
	t.Helper()
	file, err := os.CreateTemp(t.TempDir(), "stderr")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	command.Stderr = file
	return func() string { return contentOf(t, file.Name()) }
}

// running is a program that is about to be interrupted.
type running struct {
	args  []string
	input io.Writer
	// said is what it has written to standard error.
	said func() string
}

// reads waits until the program reads standard input, by writing more than a pipe holds.
func reads(t *testing.T, p running) {
	t.Helper()
	if _, err := p.input.Write(bytes.Repeat([]byte(" "), 256<<10)); err != nil {
		t.Fatal(err)
	}
}

// says gives a wait for words on standard error.
func says(words string) func(*testing.T, running) {
	return func(t *testing.T, p running) {
		t.Helper()
		waitFor(t, words, func() bool { return strings.Contains(p.said(), words) })
	}
}

// readsPipe waits until the program has opened the pipe that is its last argument, and keeps it open.
func readsPipe(t *testing.T, p running) {
	t.Helper()
	waitFor(t, "a reader", func() bool {
		pipe, err := os.OpenFile(p.args[len(p.args)-1], os.O_WRONLY|syscall.O_NONBLOCK, 0)
		if err != nil {
			return false
		}
		t.Cleanup(func() { _ = pipe.Close() })
		return true
	})
}

// TestInterruptWhileWaiting: whatever a run waits for, a signal ends it.
func TestInterruptWhileWaiting(t *testing.T) {
	t.Parallel()
	silent, arrived := neverAnswering(t)
	refused := make(chan struct{}, 100)
	refusing := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
		refused <- struct{}{}
	})
	index, log := simulated(t, nil)
	called := func(*testing.T, running) { <-arrived }
	list := []string{"joborders", "list"}
	for name, one := range map[string]struct {
		server  string
		args    []string
		command string // the password command
		ready   func(*testing.T, running)
		// endless marks what has no other end than a signal, which is therefore no failure.
		endless bool
	}{
		"a server that never answers":     {args: list, ready: called},
		"a write that is never answered":  {args: []string{"api", "POST", "JobOrder"}, ready: called},
		"the pace":                        {args: []string{"joborders", "get", "1", "2", "3", "--trace"}, ready: called},
		"a server that asks for a pause":  {server: refusing, args: list, ready: func(*testing.T, running) { <-refused }},
		"a password command":              {args: list, command: "echo begun >&2; sleep 120", ready: says("begun")},
		"a password command that goes on": {args: list, command: "trap \"\" INT TERM HUP; echo begun >&2; sleep 120 | cat", ready: says("begun")},
		"records on standard input":       {args: []string{"employees", "create", "-f", "-"}, ready: reads},
		"a body on standard input":        {args: []string{"api", "POST", "JobOrder", "-f", "-"}, ready: reads},
		"a password on standard input":    {args: []string{"auth", "login", "--password-stdin", "--no-check"}, ready: reads},
		"a pipe that nobody writes to":    {args: []string{"employees", "create", "-f", "PIPE"}, ready: readsPipe},
		"a pipe that nobody opens to read": {server: index, args: append(list, "--out", "PIPE"), ready: func(t *testing.T, _ running) {
			t.Helper()
			waitFor(t, "the index", func() bool { return len(log.all()) > 0 })
			log.forget()
		}},
		"calls to the simulator": {args: []string{"simulate", "--addr", "127.0.0.1:0"}, ready: says("Ctrl-C ends it"), endless: true},
	} {
		for _, ending := range endings() {
			environment := with(variables(t, cmp.Or(one.server, silent)), "AIMSIO_RATE=0.5", "AIMSIO_PARALLEL=2", "AIMSIO_MAX_WAIT=24h", "AIMSIO_TIMEOUT=24h")
			if one.command != "" {
				environment = askedBy(t, environment, one.command)
			}
			args := withPipe(t, one.args)
			command := process(environment, args...)
			text := said(t, command)
			input, err := command.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			one.ready(t, running{args, input, text})
			code := interrupted(t, command, ending...)
			switch {
			case one.endless:
				if code != 0 && len(ending) == 1 {
					t.Errorf("%s, %v: exit code %d: %s", name, ending, code, text())
				}
			case code != 130, len(ending) == 1 && !strings.Contains(text(), "interrupted"):
				t.Errorf("%s, %v: exit code %d: %s", name, ending, code, text())
			}
		}
	}
}

// askedBy lets a command give the password.
func askedBy(t *testing.T, environment map[string]string, command string) map[string]string {
	t.Helper()
	folder := filepath.Join(environment["XDG_CONFIG_HOME"], "aimsio")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	text := "environments:\n- name: sandbox\n  password_command: '" + command + "'\n"
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	changed := with(environment)
	delete(changed, "AIMSIO_PASSWORD")
	return changed
}

// endings are the ways to end a program.
func endings() [][]os.Signal {
	ways := [][]os.Signal{{os.Interrupt}, {syscall.SIGTERM}, {os.Interrupt, os.Interrupt}}
	if !signal.Ignored(syscall.SIGHUP) { // as where the tests run under nohup
		ways = append(ways, []os.Signal{syscall.SIGHUP})
	}
	return ways
}

// withPipe puts a named pipe that nobody else opens in the place of PIPE.
func withPipe(t *testing.T, args []string) []string {
	t.Helper()
	made := append([]string{}, args...)
	for i, arg := range made {
		if arg == "PIPE" {
			made[i] = filepath.Join(t.TempDir(), "pipe")
			if err := syscall.Mkfifo(made[i], 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return made
}

// TestNohup: a program that was started to go on when its terminal closes does so.
func TestNohup(t *testing.T) {
	t.Parallel()
	silent, arrived := neverAnswering(t)
	command := process(variables(t, silent), "-c", `trap "" HUP; exec aimsio joborders list`)
	command.Path, command.Args[0] = lookPath(t, "sh"), "sh"
	text := said(t, command)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	<-arrived
	if err := command.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if code := interrupted(t, command, syscall.SIGTERM); code != 130 || !strings.Contains(text(), "interrupted") {
		t.Errorf("exit code %d: %s", code, text())
	}
}

// neverAnswering is a server that tells of the calls that arrive and answers none.
func neverAnswering(t *testing.T) (server string, arrived <-chan struct{}) {
	t.Helper()
	calls := make(chan struct{}, 100)
	return serving(t, func(_ http.ResponseWriter, r *http.Request) {
		calls <- struct{}{}
		<-r.Context().Done()
	}), calls
}

// unread gives a stream of a program a pipe that nobody reads, and a wait until it is full.
func unread(t *testing.T) (stream *os.File, full func()) {
	t.Helper()
	reading, writing, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = reading.Close(), writing.Close() })
	return writing, func() {
		t.Helper()
		waitFor(t, "a full pipe", func() bool {
			room := []unix.PollFd{{Fd: int32(writing.Fd()), Events: unix.POLLOUT}}
			ready, err := unix.Poll(room, 0)
			return err == nil && ready == 0
		})
	}
}

// TestInterruptUnreadOutput: output that nobody takes keeps no run from ending.
func TestInterruptUnreadOutput(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 20_000 })
	for _, ending := range endings() {
		for _, format := range []string{"table", "json", "ndjson", "csv", "yaml"} {
			command := process(variables(t, server), "joborders", "list", "-o", format)
			text := said(t, command)
			stream, full := unread(t)
			command.Stdout = stream
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			full()
			if code := interrupted(t, command, ending...); code != 130 {
				t.Errorf("%v, -o %s: exit code %d: %s", ending, format, code, text())
			}
			if len(ending) == 1 && !strings.Contains(text(), "nobody took the output") {
				t.Errorf("%v, -o %s: %s", ending, format, text())
			}
		}
	}
}

// TestInterruptUnreadMessages: standard error that nobody takes keeps no run from ending either.
func TestInterruptUnreadMessages(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 2000 })
	command := process(variables(t, server), "joborders", "list", "--full", "-o", "csv", "--trace=body")
	stream, full := unread(t)
	command.Stderr = stream
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	full()
	if code := interrupted(t, command, os.Interrupt); code != 130 {
		t.Errorf("exit code %d", code)
	}
}

// TestInterruptUnreadWrite: a write that is interrupted while nobody takes its rows keeps the
// outcome of each record in its results, and can be gone on with.
func TestInterruptUnreadWrite(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, faulty(t, "slow=40ms,apply=before"))
	environment := with(variables(t, server), "AIMSIO_PARALLEL=3")
	file, results := employeesFile(t, 2000), t.TempDir()+"/results.ndjson"
	// The rows are more than a pipe holds long before all records are sent.
	command := process(environment, "employees", "create", "-f", file, "--results", results, "-o", "ndjson", "--batch-size", "20")
	text := said(t, command)
	stream, full := unread(t)
	command.Stdout = stream
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	full()
	if code := interrupted(t, command, os.Interrupt); code != 130 {
		t.Errorf("exit code %d", code)
	}
	rows := resultsOf(t, contentOf(t, results))
	matches(t, "standard error", text(), `written [\d,]+, .*skipped [\d,]+( and the rest of the input)?; .*\nerror: interrupted`)
	// A busy machine may have no time to list all that was not sent; then the run says so.
	all := len(rows) == 2000 || strings.Contains(text(), "the rest of the input") && len(rows) < 2000
	if counts := outcomes(rows); !all || !strings.Contains(counts, "written:") || !strings.Contains(counts, "skipped:") {
		t.Errorf("%d results: %s", len(rows), counts)
	}
	there := employees(t, environment)
	for _, row := range rows {
		if row.Outcome == "written" && there[row.Key] != 1 || row.Outcome == "skipped" && there[row.Key] != 0 {
			t.Fatalf("the server has %d of %+v", there[row.Key], row)
		}
	}
	if again := run(environment, "employees", "create", "-f", file, "--resume", results); again.code != 0 {
		t.Errorf("going on: %+v", again)
	}
	wantEmployees(t, environment, 2000)
}

// TestInterruptTwice: the second Ctrl-C ends the program at once. No unfinished file stays behind,
// and every record that may have been sent stands in the log.
func TestInterruptTwice(t *testing.T) {
	t.Parallel()
	server, log, _ := stalledAfter(t, 40)
	folder := t.TempDir()
	file := filepath.Join(folder, "jobs.csv")
	if err := os.WriteFile(file, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	command := process(variables(t, server), "joborders", "list", "--full", "-o", "csv", "--out", file)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "some calls", func() bool { return len(log.all()) > 20 })
	if code := interrupted(t, command, os.Interrupt, syscall.SIGTERM); code != 130 {
		t.Errorf("exit code %d", code)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 || contentOf(t, file) != "before" {
		t.Errorf("the folder holds %v (%v)", entries, err)
	}

	server, log = simulated(t, faulty(t, "slow=40ms,apply=before"))
	environment := with(variables(t, server), "AIMSIO_PARALLEL=3")
	command = process(environment, "employees", "create", "-f", employeesFile(t, 1000))
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "some calls", func() bool { return log.posts() >= 5 })
	if code := interrupted(t, command, os.Interrupt, syscall.SIGTERM); code != 130 {
		t.Errorf("exit code %d", code)
	}
	logged := map[string]bool{}
	for _, keys := range sentKeys(t, environment) {
		for _, key := range keys {
			logged[key] = true
		}
	}
	for key := range employees(t, environment) {
		if strings.HasPrefix(key, "E-") && !logged[key] {
			t.Errorf("the server has %s, which the log does not know", key)
		}
	}
}

// TestInterruptedCallIsUnknown: the log does not call a write failed that may have arrived.
func TestInterruptedCallIsUnknown(t *testing.T) {
	t.Parallel()
	server, arrived := neverAnswering(t)
	environment := variables(t, server)
	command := process(environment, "api", "POST", "JobOrder")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	<-arrived
	interrupted(t, command, os.Interrupt)
	got := run(environment, "log", "-o", "json", "--jq", ".[0] | [.failed, .unknown]")
	if strings.Join(strings.Fields(got.out), "") != "[0,1]" {
		t.Errorf("the log: %+v", got)
	}
}
