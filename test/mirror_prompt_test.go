//go:build linux

package test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
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

// prompted is a program that prompts on a terminal.
type prompted struct {
	t        *testing.T
	command  *exec.Cmd
	terminal *os.File
	// shown is all that the terminal was sent, and seen how much of it was awaited.
	shown bytes.Buffer
	seen  int
}

// sqlPrompt begins one.
func sqlPrompt(t *testing.T, environment map[string]string, arguments ...string) *prompted {
	t.Helper()
	command := process(environment, append([]string{"sql"}, arguments...)...)
	terminal, err := pty.StartWithSize(command, &pty.Winsize{Rows: 24, Cols: 120})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = terminal.Close() })
	return &prompted{t: t, command: command, terminal: terminal}
}

// press waits until texts are shown, one after the other, and presses keys.
func (p *prompted) press(keys string, awaited ...string) {
	p.t.Helper()
	for _, text := range awaited {
		for buffer := make([]byte, 4096); ; {
			if at := strings.Index(p.shown.String()[p.seen:], text); at >= 0 {
				p.seen += at + len(text)
				break
			}
			n, err := p.terminal.Read(buffer)
			if err != nil {
				p.t.Fatalf("%q did not come: %q", text, p.shown.String())
			}
			p.shown.Write(buffer[:n])
		}
	}
	if _, err := p.terminal.WriteString(keys); err != nil {
		p.t.Fatal(err)
	}
}

// ends waits for the end, and gives all that was shown and the exit code.
func (p *prompted) ends() (shown string, code int) {
	p.t.Helper()
	_, _ = p.shown.ReadFrom(p.terminal) // a terminal ends with an error
	_ = p.command.Wait()                // the exit code is looked at
	if !echoes(p.t, p.terminal) {
		p.t.Error("the terminal does not echo any more")
	}
	return p.shown.String(), p.command.ProcessState.ExitCode()
}

// TestSQLPromptKeys: Ctrl-C clears what was typed of a statement and ends nothing, Tab completes tables and columns,
// .schema shows the columns of a table, and each of these words ends the prompt.
func TestSQLPromptKeys(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, nil)
	environment := with(variables(t, server), "TERM=xterm", "NO_COLOR=1")
	synced(t, environment)
	for _, end := range []string{"exit\r", "quit;\r", ".quit\r", ".exit\r", "\x04"} {
		p := sqlPrompt(t, environment, "-o", "csv")
		p.press("select nonsense", "aimsio> ")
		p.press("\x03", "nonsense")
		p.press("select nonsense\r", "^C\r\n", "aimsio> ")
		p.press("from nothing", "   ...> ")
		p.press("\x03", "nothing")
		p.press("select count(*) as jobs from jobor\t;\r", "^C\r\n", "aimsio> ")
		p.press("select jobNum\t from joborders order by 1 limit 1;\r", "jobs\r\n12\r\n", "aimsio> ")
		p.press(".schema joborders_jobCrewList\r", "jobNumber\r\nJ-00001\r\n", "aimsio> ")
		p.press(".help\r", "joborders_jobCrewList,_position,", "aimsio> ")
		p.press(end, "Ctrl-R", "aimsio> ")
		if shown, code := p.ends(); code != 0 || strings.Contains(shown, "error") {
			t.Errorf("%q: code %d, shown %q", end, code, shown)
		}
	}
}

// TestSQLPromptHistory: what was typed is there again in the next session, for nobody else to read; no password
// is, and nothing that a terminal obeys.
func TestSQLPromptHistory(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, nil)
	environment := with(variables(t, server), "TERM=xterm", "NO_COLOR=1", "AIMSIO_STATE_DIR="+filepath.Join(t.TempDir(), "state"))
	synced(t, environment)
	file := filepath.Join(environment["AIMSIO_STATE_DIR"], "sql_history")
	p := sqlPrompt(t, environment, "-o", "csv")
	p.press("select count(*) as jobs from joborders;\r", "aimsio> ")
	p.press("create role x password 'hunter2';\r", "jobs\r\n12\r\n")
	p.press("exit\r", "error: ")
	if shown, code := p.ends(); code != 0 {
		t.Errorf("code %d, shown %q", code, shown)
	}
	content, err := os.ReadFile(file)
	if err != nil || string(content) != "select count(*) as jobs from joborders;\nexit\n" {
		t.Errorf("%v: the history is %q", err, content)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v: the mode of the history is %v", err, info.Mode())
	}
	if err := os.WriteFile(file, append(content, "select '\x1b]0;owned\x07';\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	p = sqlPrompt(t, environment, "-o", "csv")
	p.press("\x1b[A\x1b[A\r", "aimsio> ") // the arrow up, twice
	p.press("exit\r", "jobs\r\n12\r\n")
	if shown, code := p.ends(); code != 0 || strings.Contains(shown, "owned") {
		t.Errorf("code %d, shown %q", code, shown)
	}
}

// TestSQLPromptIsSafe: whatever a record or a question says, the terminal gets text.
func TestSQLPromptIsSafe(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, nil)
	environment := with(variables(t, server), "TERM=xterm", "NO_COLOR=1")
	synced(t, environment)
	p := sqlPrompt(t, environment)
	p.press("select char(27, 93) || '0;owned' || char(7) as x;\r", "aimsio> ")
	p.press(".nothing\r", "owned␇")
	p.press("exit\r", "there is no .nothing")
	if shown, code := p.ends(); code != 0 || strings.Contains(shown, "\x1b]") || strings.Contains(shown, "\x07") {
		t.Errorf("code %d, shown %q", code, shown)
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
