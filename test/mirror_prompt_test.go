//go:build linux

package test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// TestSQLPrompt: on a terminal queries are typed, over several lines if need be; one that is wrong does
// not end it, and .tables lists what there is.
func TestSQLPrompt(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, nil)
	environment := with(variables(t, server), "TERM=xterm", "NO_COLOR=1")
	synced(t, environment)
	log.forget()
	const prompt, further = "aimsio> ", "   ...> "
	command := process(environment, "sql", "-o", "csv")
	terminal, err := pty.StartWithSize(command, &pty.Winsize{Rows: 24, Cols: 120})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = terminal.Close() }()
	var whole bytes.Buffer
	// say types a line once a prompt is there, and forgets what was shown until then.
	say := func(awaited, line string) {
		t.Helper()
		var shown bytes.Buffer
		readUntil(t, terminal, awaited, &shown)
		whole.Write(shown.Bytes())
		if _, err := terminal.WriteString(line + "\r"); err != nil {
			t.Fatal(err)
		}
	}
	say(prompt, "select count(*) as jobs")
	say(further, "from joborders;")
	say("jobs\r\n12\r\n", "select nonsense;")
	say("no such column: nonsense", "select 'a;b' as x; select 2 as y;")
	say("y\r\n2\r\n", "delete from objects;")
	say("error: ", ".tables")
	say("joborders_", ".nonsense")
	say("there is no .nonsense", ".quit")
	_, _ = whole.ReadFrom(terminal) // a terminal ends with an error
	_ = command.Wait()              // the exit code is looked at
	if code := command.ProcessState.ExitCode(); code != 0 || len(log.all()) > 0 {
		t.Errorf("code %d, calls %v, shown %q", code, log.all(), whole.String())
	}
	if !strings.Contains(whole.String(), "a;b") || !strings.Contains(whole.String(), "the mirror of sandbox is ") {
		t.Errorf("shown is %q", whole.String())
	}
	if got := asked(t, environment, "select count(*) from objects"); got != "12" {
		t.Errorf("the mirror has %s", got)
	}
}

// TestSQLPromptEnds: Ctrl-D at the prompt ends it, and the terminal echoes again.
func TestSQLPromptEnds(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, nil)
	environment := with(variables(t, server), "TERM=xterm", "NO_COLOR=1")
	synced(t, environment)
	for _, key := range []string{"\x04", "\x03"} {
		command := process(environment, "sql")
		terminal, err := pty.Start(command)
		if err != nil {
			t.Fatal(err)
		}
		var shown bytes.Buffer
		readUntil(t, terminal, "aimsio> ", &shown)
		if _, err := terminal.WriteString(key); err != nil {
			t.Fatal(err)
		}
		_, _ = shown.ReadFrom(terminal) // a terminal ends with an error
		_ = command.Wait()              // the exit code is looked at
		if code := command.ProcessState.ExitCode(); code != 0 && code != 130 || !echoes(t, terminal) {
			t.Errorf("%q: code %d, shown %q", key, code, shown.String())
		}
		_ = terminal.Close()
	}
}
