//go:build !windows

package shell

import (
	"context"
	"os/exec"
)

// Command runs a command line as the user would type it.
func Command(ctx context.Context, line string) *exec.Cmd {
	return exec.CommandContext(ctx, "/bin/sh", "-c", line) //nolint:gosec // the user's own command
}
