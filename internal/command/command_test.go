//go:build !windows

package command_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/command"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// sh is a command that is written for the shell.
func sh(script string) *command.Command { return &command.Command{Words: []string{"sh", "-c", script}} }

// TestRun: a command has its input and its variables, no password of this program, and its output comes back.
func TestRun(t *testing.T) {
	t.Setenv("AIMSIO_PASSWORD", "hunter2")
	t.Setenv("AIMSIO_PORTAL_PASSWORD", "hunter2")
	var out, errs bytes.Buffer
	c := sh(`cat; printf '%s|%s|' "$GIVEN" "$0"; env | grep -c hunter2; echo note >&2`)
	c.Words = append(c.Words, "an argument; with $signs")
	c.Input, c.Output, c.Errors = strings.NewReader("in\n"), &out, &errs
	c.Variables = []string{"GIVEN=a b"}
	if err := c.Run(t.Context()); err != nil {
		t.Error(err)
	}
	if out.String() != "in\na b|an argument; with $signs|0\n" || errs.String() != "note\n" {
		t.Errorf("printed %q and %q", out.String(), errs.String())
	}
}

// TestRunEnds: what a command's end means.
func TestRunEnds(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]string{
		"exit 0":                  "",
		"exit 3":                  "sh ended with code 3",
		"kill -9 $$":              "sh was ended: signal: killed",
		"exec 0<&-; exit 0":       "", // though it has read nothing of what it was given
		"exec 0<&-; exit 4":       "sh ended with code 4",
		"sleep 60 >&2 & echo out": "", // what goes on behind is not waited for
	} {
		c := sh(script)
		c.Input, c.Output, c.Errors = strings.NewReader(strings.Repeat("x", 1<<20)), &bytes.Buffer{}, &bytes.Buffer{}
		if strings.HasPrefix(script, "sleep") {
			c.Input = nil
		}
		got := ""
		if err := c.Run(t.Context()); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", script, got, want)
		}
	}
	gone := &command.Command{Words: []string{filepath.Join(t.TempDir(), "gone")}}
	if err := gone.Run(t.Context()); err == nil || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("one that is not there: %v", err)
	}
}

// TestCheck: what is no program is a mistake in the command line.
func TestCheck(t *testing.T) {
	t.Parallel()
	plain := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, []byte("#!/bin/sh\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := command.Check([]string{"sh", "-c", "exit 1"}); err != nil {
		t.Error(err)
	}
	for _, words := range [][]string{nil, {""}, {"no-such-program"}, {plain}, {filepath.Join(plain, "below")}} {
		if err := command.Check(words); !fail.Is(err, fail.Usage) {
			t.Errorf("%q: %v", words, err)
		}
	}
}

// TestInterrupted: a command ends with the run, however it takes that, with what it started.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"one that ends":        `sleep 600 & echo $! $$ >ready; wait`,
		"one that does not":    `trap "" TERM INT; sleep 600 & echo $! $$ >ready; while :; do wait; sleep 600; done`,
		"one that tidies up":   `trap 'echo tidy >tidied; exit 0' TERM; sleep 600 & echo $! $$ >ready; wait`,
		"in a group of others": `sh -c 'sleep 600 & echo $! $$ >ready; wait' | cat`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			pipe := filepath.Join(folder, "ready")
			if err := syscall.Mkfifo(pipe, 0o600); err != nil {
				t.Fatal(err)
			}
			ctx, interrupt := context.WithCancelCause(t.Context())
			defer interrupt(nil)
			c := sh("cd '" + folder + "'; " + script)
			c.Output, c.Errors = &bytes.Buffer{}, &bytes.Buffer{}
			ended := make(chan error, 1)
			go func() { ended <- c.Run(ctx) }()
			started, err := os.ReadFile(pipe) // waits for it
			if err != nil {
				t.Fatal(err)
			}
			interrupt(fail.ErrInterrupted)
			if err := <-ended; !errors.Is(err, fail.ErrInterrupted) {
				t.Errorf("ended with %v", err)
			}
			for word := range strings.FieldsSeq(string(started)) {
				pid, err := strconv.Atoi(word)
				if err != nil {
					t.Fatal(err)
				}
				gone(t, pid)
			}
			if _, err := os.Stat(filepath.Join(folder, "tidied")); strings.HasPrefix(script, "trap 'echo") && err != nil {
				t.Error("it had no time to tidy up")
			}
		})
	}
}

// gone waits until a process that was ended is not there any more, or only waits to be buried.
func gone(t *testing.T, pid int) {
	t.Helper()
	for begun := time.Now(); syscall.Kill(pid, 0) == nil; runtime.Gosched() {
		status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if err != nil || strings.Contains(string(status), ") Z ") {
			return
		}
		if time.Since(begun) > time.Minute {
			t.Fatalf("process %d goes on", pid)
		}
	}
}
