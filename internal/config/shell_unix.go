//go:build !windows

package config

import (
	"context"
	"os/exec"
)

// shell runs a command line as the user would type it.
func shell(ctx context.Context, line string) *exec.Cmd {
	return exec.CommandContext(ctx, "/bin/sh", "-c", line) //nolint:gosec // the user's own command
}
