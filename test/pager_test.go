//go:build unix

package test

import (
	"strings"
	"testing"

	"github.com/creack/pty"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// TestPager: help and tables that are longer than the screen go through a pager where a person reads, and nothing
// else does. What a pager does not show comes all the same.
func TestPager(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 60 })
	environment := with(variables(t, server), "TERM=xterm", "NO_COLOR=1")
	delete(environment, "AIMSIO_PAGER")
	const marking = "AIMSIO_PAGER=sed s/^/page:/"
	long := []string{"help", "joborders", "list"}
	table := []string{"joborders", "list"}
	for _, test := range []struct {
		name      string
		variables []string
		arguments []string
		paged     bool
	}{
		{"help", []string{marking}, long, true},
		{"--help", []string{marking}, []string{"joborders", "list", "--help"}, true},
		{"a topic", []string{marking}, []string{"help", "environment"}, true},
		{"the usual variable", []string{"PAGER=sed s/^/page:/"}, long, true},
		{"the program's own counts first", []string{marking, "PAGER=cat"}, long, true},
		{"a table", []string{marking}, table, true},
		{"a short table", []string{marking}, append(table, "--limit", "5"), false},
		{"help in short", []string{marking}, []string{"help", "version", "--no-pager"}, false},
		{"none wanted", []string{marking}, append(table, "--no-pager"), false},
		{"an empty variable", []string{"AIMSIO_PAGER=", "PAGER=sed s/^/page:/"}, table, false},
		{"cat", []string{"AIMSIO_PAGER=cat"}, table, false},
		{"a terminal that cannot be moved about on", []string{marking, "TERM=dumb"}, table, false},
		{"what streams", []string{marking}, append(table, "-o", "ndjson"), false},
		{"what is for programs", []string{marking}, append(table, "-o", "json"), false},
		{"a pager that is not there", []string{"AIMSIO_PAGER=no-such-program -x"}, table, false},
		{"one that the shell does not find", []string{"AIMSIO_PAGER=no-such-program '-x'"}, table, false},
		{"one that fails", []string{"AIMSIO_PAGER=false"}, table, false},
		{"one that fails, for help", []string{"AIMSIO_PAGER=false"}, long, false},
	} {
		shown := onTerminal(t, 80, process(with(environment, test.variables...), test.arguments...))
		if paged := strings.Contains(shown, "page:"); paged != test.paged {
			t.Errorf("%s: paged is %v:\n%s", test.name, paged, shown)
		}
		if words := map[bool]string{true: "guid", false: "Usage:"}[test.arguments[0] == "joborders" && test.arguments[len(test.arguments)-1] != "--help"]; !strings.Contains(shown, words) && test.name != "a topic" {
			t.Errorf("%s: what was to be shown is not:\n%s", test.name, shown)
		}
	}
	if piped := run(with(environment, marking), long...); strings.Contains(piped.out, "page:") || !strings.Contains(piped.out, "Usage:") {
		t.Errorf("in a pipe:\n%s", piped.out)
	}
	shown := onTerminal(t, 80, process(with(environment, "AIMSIO_PAGER=cat >/dev/null; echo \"LESS=$LESS LV=$LV ($AIMSIO_PASSWORD)\""), table...))
	if !strings.Contains(shown, "LESS=FRX LV=-c ()") {
		t.Errorf("what the pager is told: %s", shown)
	}
	shown = onTerminal(t, 80, process(with(environment, "LESS=K", "AIMSIO_PAGER=cat >/dev/null; echo \"LESS=$LESS\""), table...))
	if !strings.Contains(shown, "LESS=K") {
		t.Errorf("the user's own settings are lost: %s", shown)
	}
}

// TestInterruptedPager: Ctrl-C is the pager's, and who leaves it ends the run well. What comes behind the table
// comes when the pager is gone.
func TestInterruptedPager(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 60 })
	environment := with(variables(t, server), "TERM=xterm", "NO_COLOR=1", `AIMSIO_PAGER=trap 'echo caught; exit 0' INT; echo ready; while :; do sleep 0.1; done`)
	command := process(environment, "joborders", "list")
	terminal, err := pty.StartWithSize(command, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = terminal.Close() }()
	var shown strings.Builder
	part := make([]byte, 4096)
	for interrupted := false; ; {
		n, err := terminal.Read(part)
		shown.Write(part[:n])
		if !interrupted && strings.Contains(shown.String(), "ready") {
			interrupted = true
			if _, err := terminal.Write([]byte{3}); err != nil {
				t.Fatal(err)
			}
		}
		if err != nil {
			break // as at the end of a terminal
		}
	}
	if err := command.Wait(); err != nil {
		t.Errorf("%v", err)
	}
	caught, note := strings.Index(shown.String(), "caught"), strings.Index(shown.String(), "these are stubs")
	if caught < 0 || note < caught {
		t.Errorf("shown was\n%s", shown.String())
	}
}
