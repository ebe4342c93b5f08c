//go:build unix

package test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// stalledAfter is a simulator of 2,000 job orders that answers so many calls for a whole one, and lets the
// others wait until they are released or given up: a run is in its middle for as long as a test needs.
func stalledAfter(t *testing.T, answered int32) (server string, log *requestLog, release func()) {
	t.Helper()
	released := make(chan struct{})
	var calls atomic.Int32
	server, log = simulatedBehind(t, func(o *simulator.Options) { o.Jobs = 2000 }, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "/JobOrder/") && calls.Add(1) > answered {
				select {
				case <-released:
				case <-r.Context().Done():
					return
				}
			}
			next.ServeHTTP(w, r)
		})
	})
	return server, log, sync.OnceFunc(func() { close(released) })
}

// TestInterrupt: Ctrl-C and SIGTERM stop a run at once; what was written is valid, and how much it
// is is said.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	server, _, _ := stalledAfter(t, 40)
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			command := process(variables(t, server), "joborders", "list", "--full", "-o", "json")
			out, said := interruptAfterOutput(t, command, signal)
			var records []map[string]any
			if err := json.Unmarshal(out, &records); err != nil {
				t.Fatalf("standard output is not valid: %v\n%s", err, out)
			}
			if len(records) == 0 || len(records) == 2000 {
				t.Errorf("%d records were written", len(records))
			}
			want := fmt.Sprintf(`{"error":{"code":130,"message":"interrupted: %d record`, len(records))
			if code := command.ProcessState.ExitCode(); code != 130 || !strings.HasPrefix(said, want) {
				t.Errorf("exit code %d, standard error %q", code, said)
			}
		})
	}
}

// interruptAfterOutput sends a signal once the first record is there. It gives the whole output and what
// standard error says.
func interruptAfterOutput(t *testing.T, command *exec.Cmd, signal os.Signal) ([]byte, string) {
	t.Helper()
	var said bytes.Buffer
	command.Stderr = &said
	pipe, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(pipe)
	var out bytes.Buffer
	for !strings.Contains(out.String(), "jobNumber") {
		line, err := reader.ReadString('\n')
		out.WriteString(line)
		if err != nil {
			t.Fatalf("the output ended before the first record: %v\n%s%s", err, out.String(), said.String())
		}
	}
	if err := command.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	defer time.AfterFunc(longestEnd, func() { _ = command.Process.Kill() }).Stop()
	if _, err := out.ReadFrom(reader); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // the exit code is looked at by the caller
	return out.Bytes(), said.String()
}

// TestInterruptedFile: --out leaves what was there, and no litter.
func TestInterruptedFile(t *testing.T) {
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
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait()
	content, err := os.ReadFile(file)
	if err != nil || string(content) != "before" || command.ProcessState.ExitCode() != 130 {
		t.Errorf("the file holds %q (%v), exit code %d", content, err, command.ProcessState.ExitCode())
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v (%v)", entries, err)
	}
}

// TestInterruptEveryFormat: the other formats are whole up to the interruption as well.
func TestInterruptEveryFormat(t *testing.T) {
	t.Parallel()
	rows := map[string]func([]byte) (int, error){
		"ndjson": func(out []byte) (int, error) {
			count := 0
			for line := range bytes.Lines(out) {
				count++
				if !json.Valid(line) {
					return count, fmt.Errorf("line %d is no JSON", count)
				}
			}
			return count, nil
		},
		"csv": func(out []byte) (int, error) {
			records, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
			return len(records) - 1, err
		},
		"yaml": func(out []byte) (int, error) {
			var records []any
			err := yaml.Unmarshal(out, &records)
			return len(records), err
		},
		"table": func(out []byte) (int, error) { return bytes.Count(out, []byte("\n")) - 1, nil },
	}
	for format, count := range rows {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			server, log, _ := stalledAfter(t, 40)
			command := process(variables(t, server), "joborders", "list", "--full", "-o", format)
			var out, said bytes.Buffer
			command.Stdout, command.Stderr = &out, &said
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			waitFor(t, "some calls", func() bool { return len(log.all()) > 25 })
			if err := command.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			_ = command.Wait() // the exit code is looked at
			n, err := count(out.Bytes())
			want := fmt.Sprintf("interrupted: %d records written", n)
			if err != nil || n < 1 || command.ProcessState.ExitCode() != 130 || !strings.Contains(said.String(), want) {
				t.Errorf("%d records (%v), exit code %d, standard error %q\n%.500s", n, err, command.ProcessState.ExitCode(), said.String(), out.String())
			}
		})
	}
}
