package config

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/shell"
)

// maxOutput is how much of a password command's output is looked at, in bytes.
const maxOutput = 64 << 10

// outputDelay is how long the output is waited for when the command itself has ended. An interrupted
// run ends within a second, so it is well below that.
const outputDelay = 300 * time.Millisecond

// passwordCommand is a command whose first line of output is the password.
type passwordCommand struct {
	// line is for the shell; where arguments are given they are run without one.
	line      string
	arguments []string
	limit     time.Duration
	stderr    io.Writer
	// environ lists the variables that it runs with; those that hold passwords are left out.
	environ func() []string
}

// name is the program that runs, without its arguments, in which a secret may stand.
func (p passwordCommand) name() string {
	words := p.arguments
	if len(words) == 0 {
		words = strings.Fields(p.line)
	}
	if len(words) == 0 || strings.ContainsAny(words[0], "='\"$`(") {
		return "password_command"
	}
	return filepath.Base(words[0])
}

// run gives the password, or a *CommandError unless ctx ended. The command's standard input is
// empty, because that of the program may carry data.
func (p passwordCommand) run(ctx context.Context) (string, error) {
	limited, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	cmd := shell.Command(limited, p.line)
	if len(p.arguments) > 0 {
		cmd = exec.CommandContext(limited, p.arguments[0], p.arguments[1:]...) //nolint:gosec // the user's own command
	}
	cmd.Env = scrub.Environment(p.environ())
	output := &head{}
	cmd.Stdout, cmd.Stderr = output, p.stderr
	// A child of the shell that outlives it must not keep the program waiting for its output.
	cmd.WaitDelay = outputDelay
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return "", fmt.Errorf("running the password command %s: %w", p.name(), ctx.Err())
	case limited.Err() != nil:
		return "", &CommandError{Command: p.name(), Problem: fmt.Sprintf("did not end within %s", p.limit)}
	case err != nil && !errors.Is(err, exec.ErrWaitDelay):
		return "", &CommandError{Command: p.name(), Problem: "failed", Err: err}
	}
	password, _, _ := strings.Cut(output.text.String(), "\n")
	password = strings.TrimSuffix(password, "\r")
	if password == "" {
		return "", &CommandError{Command: p.name(), Problem: "printed no password on its first line"}
	}
	return password, nil
}

// head keeps the beginning of what is written to it and drops the rest.
type head struct {
	text strings.Builder
}

// Write takes everything, so that the command is not stopped.
func (h *head) Write(p []byte) (int, error) {
	if room := maxOutput - h.text.Len(); room > 0 {
		h.text.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
