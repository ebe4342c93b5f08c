package shell

import (
	"context"
	"os/exec"
	"syscall"
)

// Command runs a command line as the user would type it. It is handed over as it is, because
// cmd.exe does not read quotes the way that os/exec writes them.
func Command(ctx context.Context, line string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "cmd.exe")
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `cmd.exe /D /S /C "` + line + `"`}
	return cmd
}
