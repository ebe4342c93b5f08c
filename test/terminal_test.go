//go:build unix

package test

import (
	"bytes"
	"errors"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/creack/pty"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// onTerminal runs a program on a terminal and gives everything that the terminal was sent.
func onTerminal(t *testing.T, columns uint16, command *exec.Cmd) string {
	t.Helper()
	terminal, err := pty.StartWithSize(command, &pty.Winsize{Rows: 24, Cols: columns})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = terminal.Close() }()
	var shown bytes.Buffer
	if _, err := io.Copy(&shown, terminal); err != nil && !errors.Is(err, syscall.EIO) { // EIO is the end on Linux
		t.Fatal(err)
	}
	_ = command.Wait() // what is shown tells
	return strings.ReplaceAll(shown.String(), "\r\n", "\n")
}

// evil does what a terminal obeys: clears it, renames it, rings, turns the writing direction.
const evil = `\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e\u007f\u0000\r\nnext` + "\u009b1m\u202e"

// TestTerminalIsSafe: whatever the server sends, the terminal gets text.
func TestTerminalIsSafe(t *testing.T) {
	t.Parallel()
	server := answering(t, `[{"guid":"1`+evil+`","dtype":"`+evil+`","new`+evil+`":"`+evil+`"}]`, `{"jobGuid":`+theID+`,"jobNumber":"`+evil+`","`+evil+`":["`+evil+`"]}`)
	environment := with(variables(t, server), "TERM=xterm-256color")
	dangerous := regexp.MustCompile("\x1b\\]|\x1b\\[2J|\x07|\u009b|\u202e|\x00|\x7f|\r[^\n]")
	for _, arguments := range [][]string{
		{"joborders", "list"},
		{"joborders", "list", "-o", "json"},
		{"joborders", "list", "-o", "ndjson"},
		{"joborders", "list", "-o", "yaml"},
		{"joborders", "list", "-o", "csv"},
		{"joborders", "list", "--jq", ".[0].dtype"},
		{"joborders", "get", "1"},
		{"joborders", "get", "1", "-o", "json"},
		{"joborders", "get", "1", "--jq", ".jobNumber"},
		{"joborders", "get", "1\u202e", "--trace=body"},
		{"api", "GET", "JobOrder"},
		{"api", "GET", "JobOrder", "--jq", ".[0].dtype"},
	} {
		shown := onTerminal(t, 80, process(environment, arguments...))
		if found := dangerous.FindString(shown); found != "" {
			t.Errorf("aimsio %s sends %q to the terminal:\n%q", strings.Join(arguments, " "), found, shown)
		}
		if !strings.Contains(shown, "owned") {
			t.Errorf("aimsio %s does not show the text:\n%q", strings.Join(arguments, " "), shown)
		}
	}
}

// TestRefusalIsSafe: the words of an error are the server's too.
func TestRefusalIsSafe(t *testing.T) {
	t.Parallel()
	server := answering(t, `<html><title>`+"\x1b[2J\x1b]0;owned\x07"+`</title>`, "")
	environment := with(variables(t, server), "TERM=xterm", "AIMSIO_MAX_WAIT=1ms", "NO_COLOR=1")
	shown := onTerminal(t, 80, process(environment, "joborders", "list"))
	if strings.ContainsAny(shown, "\x1b\x07") || !strings.Contains(shown, "owned") {
		t.Errorf("the terminal got %q", shown)
	}
}

// TestNarrowTerminal: a table keeps within the terminal, says which columns have no room, and is
// whole in a pipe.
func TestNarrowTerminal(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, nil)
	environment := with(variables(t, server), "TERM=xterm", "NO_COLOR=1")
	shown := onTerminal(t, 40, process(environment, "joborders", "list", "--full"))
	table := regexp.MustCompile(`(?m)^(jobNumber|J-\d{5}) .*$`).FindAllString(shown, -1)
	if len(table) != 13 {
		t.Errorf("%d rows of 13:\n%s", len(table), shown)
	}
	for _, line := range table {
		if displaywidth.String(line) > 40 {
			t.Errorf("wider than 40 columns: %q", line)
		}
	}
	if !strings.Contains(shown, "jobUpdatedAt") {
		t.Errorf("nothing says which columns are left out:\n%s", shown)
	}
	if piped := run(environment, "joborders", "list", "--full"); strings.Contains(piped.out, "…") {
		t.Errorf("something is cut in a pipe:\n%s", piped.out)
	}
}

// TestColour: NO_COLOR and --color are honoured.
func TestColour(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, nil)
	environment := with(variables(t, server), "TERM=xterm-256color")
	tests := []struct {
		name     string
		coloured bool
		shown    string
	}{
		{"terminal", true, onTerminal(t, 80, process(environment, "joborders", "lst"))},
		{"NO_COLOR", false, onTerminal(t, 80, process(with(environment, "NO_COLOR=1"), "joborders", "lst"))},
		{"--color never", false, onTerminal(t, 80, process(environment, "joborders", "lst", "--color", "never"))},
		{"--color never list", false, onTerminal(t, 80, process(environment, "joborders", "list", "--color", "never"))},
		{"pipe", false, run(environment, "joborders", "lst").err},
		{"--color always", true, run(environment, "--color", "always", "joborders", "lst").err},
		{"pipe list", false, run(environment, "joborders", "list").out},
	}
	for _, test := range tests {
		if got := strings.Contains(test.shown, "\x1b["); got != test.coloured {
			t.Errorf("%s: coloured is %v, want %v: %q", test.name, got, test.coloured, test.shown)
		}
	}
}

// TestProgress: a bar with count, rate and time left on a terminal, nothing in a pipe.
func TestProgress(t *testing.T) {
	t.Parallel()
	slow, err := simulator.ParseFault("slow=20ms@JobOrder/")
	if err != nil {
		t.Fatal(err)
	}
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs, o.Faults = 300, []simulator.Fault{slow} })
	environment := with(variables(t, server), "TERM=xterm", "NO_COLOR=1")
	arguments := []string{"joborders", "list", "--full", "--columns", "jobNumber"}
	shown := onTerminal(t, 100, process(environment, arguments...))
	if bar := regexp.MustCompile(`\d+/300.*\d+ records/s.*\[\d+s:\d+s\]`); !bar.MatchString(shown) {
		t.Errorf("no bar is shown:\n%q", shown)
	}
	if quiet := onTerminal(t, 100, process(environment, append(arguments, "--quiet")...)); strings.Contains(quiet, "/300") {
		t.Errorf("--quiet shows a bar:\n%q", quiet)
	}
	if piped := run(environment, arguments...); piped.err != "" {
		t.Errorf("standard error in a pipe: %q", piped.err)
	}
}
