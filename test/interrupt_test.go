//go:build unix

package test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// slowly makes every whole record take its time, so that a run can be ended in its middle.
func slowly(t *testing.T) func(*simulator.Options) {
	t.Helper()
	slow, err := simulator.ParseFault("slow=50ms@JobOrder/")
	if err != nil {
		t.Fatal(err)
	}
	return func(o *simulator.Options) { o.Jobs, o.Faults = 2000, []simulator.Fault{slow} }
}

// TestInterrupt: Ctrl-C and SIGTERM stop a run at once; what was written is valid, and how much it
// is is said.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, slowly(t))
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			command := process(variables(t, server), "joborders", "list", "--full", "-o", "json")
			out, took, said := interruptAfterOutput(t, command, signal)
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
			if took > time.Second {
				t.Errorf("it took %s to end", took)
			}
		})
	}
}

// interruptAfterOutput sends a signal once the first record is there. It gives the whole output,
// the time from the signal to the end, and what standard error says.
func interruptAfterOutput(t *testing.T, command *exec.Cmd, signal os.Signal) ([]byte, time.Duration, string) {
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
	begun := time.Now()
	if _, err := out.ReadFrom(reader); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // the exit code is looked at by the caller
	return out.Bytes(), time.Since(begun), said.String()
}

// TestInterruptedFile: --out leaves what was there, and no litter.
func TestInterruptedFile(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, slowly(t))
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
			server, log := simulated(t, slowly(t))
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
