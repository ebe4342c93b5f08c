// Package pager hands what is longer than a screen to the program with which the user reads such, as git and gh
// do. What is shown, and whether a person sits there, is for others to know.
package pager

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/shell"
)

// usual is the program where the user names none.
const usual = "less"

// timeToEnd is how long a pager may take to end once it is told to.
const timeToEnd = time.Second

// Pager is a program that shows a text page by page.
type Pager struct {
	// Line is the command line that starts it.
	Line string
	// Variables are set for it beside those that it is handed.
	Variables []string
}

// Choose finds the pager that the user wants: AIMSIO_PAGER, else PAGER, else less. It is false for none, which an
// empty variable and cat stand for, and so does a terminal that cannot be moved about on.
func Choose(getenv func(string) (string, bool)) (Pager, bool) {
	if terminal, _ := getenv("TERM"); terminal == "dumb" {
		return Pager{}, false
	}
	line, set := getenv("AIMSIO_PAGER")
	if !set {
		line, set = getenv("PAGER")
	}
	if !set {
		line = usual
	}
	line = strings.TrimSpace(line)
	if line == "" || line == "cat" {
		return Pager{}, false
	}
	made := Pager{Line: line}
	// What fits is left standing (F), styles are shown (R), and the screen is not cleared (X).
	for variable, value := range map[string]string{"LESS": "FRX", "LV": "-c"} {
		if _, set := getenv(variable); !set {
			made.Variables = append(made.Variables, variable+"="+value)
		}
	}
	return made, true
}

// Show runs the pager over a text, with the variables of environ, until the user has seen enough of it. It is
// false where the pager did not work, so that the text has still to be shown. When ctx ends, the pager is asked to
// end.
func (p Pager) Show(ctx context.Context, environ []string, content io.Reader, out, messages *os.File) bool {
	command := p.command(ctx)
	if command.Err != nil {
		return false
	}
	command.Env = append(scrub.Environment(environ), p.Variables...)
	command.Stdin, command.Stdout, command.Stderr = content, out, messages
	command.Cancel = func() error { return end(command.Process) }
	command.WaitDelay = timeToEnd
	err := command.Run()
	failed, exited := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil, ctx.Err() != nil:
		return true
	case exited:
		return !failed.Exited() // a signal is the user's, a code is the program's own word that it failed
	default:
		return false
	}
}

// command is what starts the pager: the program itself where its line is words alone, else the shell.
func (p Pager) command(ctx context.Context) *exec.Cmd {
	if strings.ContainsAny(p.Line, "|&;<>()$`\\\"'*?[#~=%{}!^\n") {
		return shell.Command(ctx, p.Line)
	}
	words := strings.Fields(p.Line)
	return exec.CommandContext(ctx, words[0], words[1:]...) //nolint:gosec // the user names the pager
}
