package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/scrub"
)

// Command is a program with its arguments, which no shell reads, and with what it is given.
type Command struct {
	Words []string
	// Variables are set besides those of this program, as NAME=VALUE.
	Variables []string
	// Input is what it may read. One that does not read it all fails for no such reason.
	Input          io.Reader
	Output, Errors io.Writer
}

// ExitError says that a command ended otherwise than with 0.
type ExitError struct {
	// Name is the program's, without its arguments, in which a secret may stand.
	Name string
	// Code is -1 where a signal ended it.
	Code int
	// How is what the system says of its end.
	How string
}

func (e *ExitError) Error() string {
	if e.Code < 0 {
		return fmt.Sprintf("%s was ended: %s", e.Name, e.How)
	}
	return fmt.Sprintf("%s ended with code %d", e.Name, e.Code)
}

// timeToEnd is how long a command may take over its end when the run is interrupted, which itself ends within a
// second.
const timeToEnd = 400 * time.Millisecond

// Check sees that there is such a program, before anything is done for it.
func Check(words []string) error {
	if len(words) == 0 || words[0] == "" {
		return fail.Usagef("no command stands behind --")
	}
	if _, err := exec.LookPath(words[0]); err != nil {
		return fail.Usagef("the command %s cannot be run: %w", words[0], errors.Unwrap(err))
	}
	return nil
}

// Shown is a command as it may be shown: without the secrets in it.
func Shown(words []string) string { return strings.Join(scrub.Command(words), " ") }

// Run runs the command to its end. Where ctx ends before, the command is told to end, with all that it started
// itself, and gone when Run returns.
func (c *Command) Run(ctx context.Context) error {
	name := filepath.Base(c.Words[0])
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	cmd := exec.CommandContext(ctx, c.Words[0], c.Words[1:]...)       //nolint:gosec // the user's own command
	cmd.Env = append(scrub.Environment(os.Environ()), c.Variables...) //nolint:forbidigo // it runs as the program does
	cmd.Stdin, cmd.Stdout, cmd.Stderr = c.Input, c.Output, c.Errors
	kill := apart(cmd)
	// What it started and left behind must not keep the program waiting for its output.
	cmd.WaitDelay = timeToEnd
	err := cmd.Run()
	exit, ended := errors.AsType[*exec.ExitError](err)
	switch {
	case ctx.Err() != nil && cmd.Process != nil:
		kill()
		return fmt.Errorf("running %s: %w", name, context.Cause(ctx))
	case err == nil, errors.Is(err, exec.ErrWaitDelay):
		return nil
	case ended:
		return &ExitError{Name: name, Code: exit.ExitCode(), How: exit.String()}
	default:
		return fmt.Errorf("running %s: %w", name, err)
	}
}
