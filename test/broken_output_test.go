//go:build unix

package test

import (
	"bytes"
	"os"
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

// TestFullDisk: output that cannot be written is an error, whatever the format.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, nil)
	for _, format := range []string{"table", "json", "ndjson", "csv", "yaml"} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Skip("this system has no /dev/full")
		}
		var said bytes.Buffer
		command := process(variables(t, server), "joborders", "list", "-o", format)
		command.Stdout, command.Stderr = full, &said
		_ = command.Run() // the exit code is looked at
		_ = full.Close()
		if code := command.ProcessState.ExitCode(); code != 1 || !strings.Contains(said.String(), "no space left") {
			t.Errorf("-o %s: exit code %d: %s", format, code, said.String())
		}
	}
}
