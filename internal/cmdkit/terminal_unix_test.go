//go:build unix

package cmdkit_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/spec"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// screen is a terminal: what a person types goes into keys, what the program shows comes out of it.
type screen struct {
	keys  *os.File
	inner *os.File
}

// newScreen makes one of 80 columns.
func newScreen(t *testing.T) *screen {
	t.Helper()
	keys, inner, err := pty.Open()
	if err != nil {
		t.Skipf("there are no terminals: %v", err)
	}
	t.Cleanup(func() { cmdkit.CloseQuietly(keys); cmdkit.CloseQuietly(inner) })
	if err := pty.Setsize(keys, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	return &screen{keys, inner}
}

// sit makes a run before the terminal.
func (s *screen) sit(t *testing.T, further ...string) *cmdkit.Env {
	t.Helper()
	variables := newMachine(t).variables
	for _, variable := range further {
		name, value, _ := strings.Cut(variable, "=")
		variables[name] = value
	}
	env := cmdkit.NewEnv(cmdkit.System{
		In: s.inner, Out: s.inner, Err: s.inner, Now: time.Now, Local: time.UTC,
		Getenv: func(name string) (string, bool) { value, set := variables[name]; return value, set },
	}, spec.Description{Catalog: api.Builtin()}, nil)
	t.Cleanup(env.Close)
	return env
}

// shown gives what the terminal was sent. Nothing can be shown afterwards.
func (s *screen) shown(t *testing.T) string {
	t.Helper()
	cmdkit.CloseQuietly(s.inner)
	all, _ := io.ReadAll(s.keys) // which ends with EIO on Linux
	return strings.ReplaceAll(string(all), "\r\n", "\n")
}

// TestConfirmOnATerminal: a person types the name of a protected environment, and no other.
func TestConfirmOnATerminal(t *testing.T) {
	t.Parallel()
	for _, test := range [][2]string{
		{"sandbox\n", ""},
		{" sandbox \n", ""},
		{"Sandbox\n", "the name was not typed: nothing was sent"},
		{"yes\n", "the name was not typed"},
		{"\n", "the name was not typed"},
		{"\x04", "the name was not typed"}, // Ctrl-D
	} {
		typed, says := test[0], test[1]
		on := newScreen(t)
		run := on.sit(t, "AIMSIO_PROTECTED=true")
		chosen := environment(t, run.Settings)
		if err := run.GuardEarly(chosen, ""); err != nil {
			t.Fatal(err) // nothing is asked before the input is read
		}
		if _, err := on.keys.WriteString(typed); err != nil {
			t.Fatal(err)
		}
		err := run.ConfirmWrite(t.Context(), chosen, "")
		if says == "" && err != nil {
			t.Errorf("%q: %v", typed, err)
		} else if says != "" {
			refused(t, err, fail.Guarded, says)
		}
		shown := on.shown(t) // in which what was typed stands too
		for _, want := range []string{"writing to environment sandbox (https://sandbox.invalid/)\n", "sandbox is protected. Type its name to go on: "} {
			if !strings.Contains(shown, want) {
				t.Errorf("%q", shown)
			}
		}
	}
}

// TestConfirmPlanOnATerminal: a person agrees to a plan with a yes, written out.
func TestConfirmPlanOnATerminal(t *testing.T) {
	t.Parallel()
	for typed, says := range map[string]string{"yes\n": "", "y\n": "yes was not typed: nothing was sent", "\n": "yes was not typed", "sandbox\n": "yes was not typed"} {
		on := newScreen(t)
		run := on.sit(t)
		if _, err := on.keys.WriteString(typed); err != nil {
			t.Fatal(err)
		}
		err := run.ConfirmPlan(t.Context(), environment(t, run.Settings), "", false, "1 to update.")
		if says == "" && err != nil {
			t.Errorf("%q: %v", typed, err)
		} else if says != "" {
			refused(t, err, fail.Guarded, says)
		}
		if shown := on.shown(t); !strings.Contains(shown, "1 to update. Type yes to go on: ") || (says == "") != strings.Contains(shown, "writing to environment sandbox") {
			t.Errorf("%q", shown)
		}
	}
}

// TestConfirmInterrupted: Ctrl-C at the question is an interruption and no answer.
func TestConfirmInterrupted(t *testing.T) {
	t.Parallel()
	run := newScreen(t).sit(t, "AIMSIO_PROTECTED=true")
	ctx, interrupt := context.WithCancelCause(t.Context())
	interrupt(fail.ErrInterrupted)
	if err := run.ConfirmWrite(ctx, environment(t, run.Settings), ""); !errors.Is(err, fail.ErrInterrupted) {
		t.Error(err)
	}
}

// TestHalfATerminal: who cannot see the question, or not answer it, is not asked.
func TestHalfATerminal(t *testing.T) {
	t.Parallel()
	for _, only := range []string{"input", "errors"} {
		on := newScreen(t)
		run := on.sit(t, "AIMSIO_PROTECTED=true")
		if only == "input" {
			run.Err = &bytes.Buffer{}
		} else {
			run.In = strings.NewReader("sandbox\n")
		}
		refused(t, run.GuardWrite(t.Context(), environment(t, run.Settings), ""), fail.Guarded, "is protected: nothing was sent")
	}
}

// TestTerminal: what a terminal is, how wide, and what may be shown on it.
func TestTerminal(t *testing.T) {
	t.Parallel()
	on := newScreen(t)
	if !cmdkit.IsTerminal(on.inner) || cmdkit.TerminalWidth(on.inner) != 80 {
		t.Errorf("%v, %d columns", cmdkit.IsTerminal(on.inner), cmdkit.TerminalWidth(on.inner))
	}
	stream := cmdkit.StreamTo(t.Context(), on.inner)
	if !cmdkit.IsTerminal(stream) || cmdkit.TerminalWidth(stream) != 80 {
		t.Error("behind a stream a terminal is none")
	}
	safe := cmdkit.ForTerminal(stream)
	if _, err := io.WriteString(safe, "a\x1b[2Jb\n"); err != nil {
		t.Error(err)
	}
	if err := safe.(*text.Writer).Flush(); err != nil {
		t.Error(err)
	}
	if shown := on.shown(t); shown != "a␛[2Jb\n" {
		t.Errorf("%q", shown)
	}
}

// TestColorOnATerminal: the flag counts before NO_COLOR, which counts before what the stream is.
func TestColorOnATerminal(t *testing.T) {
	t.Parallel()
	on := newScreen(t)
	for name, test := range map[string]struct {
		flag    string
		further []string
		want    bool
	}{
		"as it is":             {"", nil, true},
		"auto":                 {"auto", nil, true},
		"NO_COLOR":             {"", []string{"NO_COLOR=1"}, false},
		"an empty NO_COLOR":    {"", []string{"NO_COLOR="}, true},
		"a dumb terminal":      {"", []string{"TERM=dumb"}, false},
		"CLICOLOR=0":           {"", []string{"CLICOLOR=0"}, false},
		"CLICOLOR=1":           {"", []string{"CLICOLOR=1"}, true},
		"forced":               {"", []string{"CLICOLOR_FORCE=1", "CLICOLOR=0", "TERM=dumb"}, true},
		"forced, by nothing":   {"", []string{"CLICOLOR_FORCE="}, true},
		"not forced":           {"", []string{"CLICOLOR_FORCE=0"}, true},
		"NO_COLOR before it":   {"", []string{"CLICOLOR_FORCE=1", "NO_COLOR=1"}, false},
		"never before it":      {"never", []string{"CLICOLOR_FORCE=1"}, false},
		"always":               {"always", []string{"NO_COLOR=1", "TERM=dumb"}, true},
		"never":                {"NEVER", nil, false},
		"never, by a variable": {"", []string{"AIMSIO_COLOR=never"}, false},
		"the flag wins":        {"always", []string{"AIMSIO_COLOR=never"}, true},
	} {
		run := on.sit(t, test.further...)
		run.Flags.Color = test.flag
		if got := run.Colored(on.inner); got != test.want {
			t.Errorf("%s: coloured is %v", name, got)
		}
		if got := run.Colored(&bytes.Buffer{}); got != (test.flag == "always" || name == "forced") {
			t.Errorf("%s: in a pipe coloured is %v", name, got)
		}
	}
}

// TestProgress: a bar on a terminal tells how far a run is, is gone at its end, and stands in the way of nothing.
func TestProgress(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		total  int
		quiet  bool
		format output.Format
		want   bool
	}{
		"a table":                {10, false, output.Table, true},
		"one record":             {1, false, output.Table, false},
		"none":                   {0, false, output.Table, false},
		"--quiet":                {10, true, output.Table, false},
		"records on the same":    {10, false, output.NDJSON, false},
		"JSON on the same":       {10, false, output.JSON, false},
		"a table of few records": {2, false, output.Table, true},
	} {
		on := newScreen(t)
		run := on.sit(t)
		run.Quiet = test.quiet
		printer, err := run.Printer(cmdkit.OutputFlags{}, cmdkit.Layout{Fallback: test.format})
		if err != nil {
			t.Fatal(err)
		}
		bar := run.Progress(test.total, printer)
		bar.Describe("employees\x1b[2J")
		for range test.total {
			bar.Add()
			bar.Hide()
		}
		bar.End()
		bar.Add() // after the end it does nothing
		bar.Describe("x")
		bar.Hide()
		bar.End()
		shown := on.shown(t)
		if got := strings.Contains(shown, "employees␛[2J"); got != test.want || strings.Contains(shown, "\x1b[2J") || !test.want && shown != "" {
			t.Errorf("%s: %q", name, shown)
		}
	}
}
