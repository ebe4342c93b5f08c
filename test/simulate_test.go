//go:build unix

package test

import (
	"bufio"
	"bytes"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// simulate starts "aimsio simulate" as a process and gives its address. At the end it is stopped
// with Ctrl-C and must end in peace.
func simulate(t *testing.T, environment map[string]string, arguments ...string) string {
	t.Helper()
	command := process(environment, append([]string{"simulate", "--addr", "127.0.0.1:0"}, arguments...)...)
	var said bytes.Buffer
	command.Stderr = &said
	pipe, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	out := bufio.NewReader(pipe)
	address, err := out.ReadString('\n')
	if err != nil {
		t.Fatalf("the simulator printed %q: %s", address, said.String())
	}
	t.Cleanup(func() {
		if err := command.Process.Signal(syscall.SIGINT); err != nil {
			t.Error(err)
		}
		rest, _ := out.ReadString(0)
		if err := command.Wait(); err != nil || rest != "" {
			t.Errorf("the simulator ended with %v, having printed %q after its address: %s", err, rest, said.String())
		}
	})
	return strings.TrimSpace(address)
}

// TestSimulate: a server of its own, whose data are the same for the same seed, size and day.
func TestSimulate(t *testing.T) {
	t.Parallel()
	list := func(server string, arguments ...string) outcome {
		return run(variables(t, server), append([]string{"joborders", "list", "-o", "ndjson"}, arguments...)...)
	}
	environment := variables(t, "")
	first := list(simulate(t, environment, "--jobs", "30", "--seed", "5", "--rate", "0"), "--full")
	same := list(simulate(t, environment, "--jobs", "30", "--seed", "5", "--rate", "0"), "--full")
	other := list(simulate(t, environment, "--jobs", "30", "--seed", "6", "--rate", "0"), "--full")
	if first.code != 0 || strings.Count(first.out, "\n") != 30 || first.out != same.out || first.out == other.out {
		t.Errorf("%d records, the same for the same seed: %v, other for another: %v, %s",
			strings.Count(first.out, "\n"), first.out == same.out, first.out != other.out, first.err)
	}
	big := list(simulate(t, environment, "--jobs", "20000"))
	if strings.Count(big.out, "\n") != 20_000 {
		t.Errorf("%d of 20,000 jobs: %s", strings.Count(big.out, "\n"), big.err)
	}
	older := list(simulate(t, environment, "--jobs", "5", "--as-of", "2020-02-03"), "--filter", "updatedAt>=2020-02-04")
	if older.code != 0 || older.out != "" {
		t.Errorf("records after the day that they reach up to: %+v", older)
	}
}

// TestSimulateMisbehaves: limits, faults, credentials and the log.
func TestSimulateMisbehaves(t *testing.T) {
	t.Parallel()
	environment := variables(t, "")
	log := environment["HOME"] + "/requests.log"
	server := simulate(t, environment, "--jobs", "3", "--require-login", "--log", log, "--queue", "0", "--rate", "2", "--retry-after", "7s",
		"--fault", "403=100%@Timecard", "--fault", "html=100%@Invoice")
	client := with(variables(t, server), "AIMSIO_MAX_WAIT=1ms")
	if got := run(with(client, "AIMSIO_PASSWORD=other"), "joborders", "list"); got.code != 3 {
		t.Errorf("another password: %+v", got)
	}
	if got := run(client, "timecards", "list"); got.code != 3 {
		t.Errorf("a fault: %+v", got)
	}
	if got := run(client, "invoices", "list"); got.code != 7 || !strings.Contains(got.err, "an HTML page") {
		t.Errorf("another fault: %+v", got)
	}
	if got := run(client, "joborders", "list"); got.code != 7 || !strings.Contains(got.err, "429") || !strings.Contains(got.err, "it asks to wait 7s") {
		t.Errorf("above the limit: %+v", got)
	}
	content, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	want := regexp.MustCompile(`(?s)^\S+ GET /rest/api/standard/v1/JobOrder 401 .* integration\n\S+ GET /rest/api/standard/v1/Timecard 403 .* integration\n\S+ GET /rest/api/standard/v1/Invoice 200 .* integration\n\S+ GET /rest/api/standard/v1/JobOrder 429 .*\n$`)
	if !want.Match(content) || len(leaks(string(content), scriptPassword)) > 0 {
		t.Errorf("the log:\n%s", content)
	}
	for _, arguments := range [][]string{
		{"--fault", "nonsense=1%"}, {"--fault", "503=200%"}, {"--addr", strings.TrimPrefix(server, "http://")},
		{"--jobs", "-1"}, {"--as-of", "someday"}, {"--answer", "maybe"},
	} {
		if got := run(environment, append([]string{"simulate", "--addr", "127.0.0.1:0"}, arguments...)...); got.code != 2 || got.out != "" {
			t.Errorf("simulate %v: %+v", arguments, got)
		}
	}
}
