//go:build !windows

package command

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// apart gives a command a process group of its own, which is told to end when the run does; kill ends what is left
// of it. One that runs before a person stays in the terminal's group: there it may ask for a password, and Ctrl-C
// and Ctrl-Z reach all of it anyway.
func apart(cmd *exec.Cmd) (kill func()) {
	if atTerminal() {
		cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
		return func() {}
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	return func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) } // which fails where nothing is left
}

// atTerminal tells whether the program is the one that a terminal listens to.
func atTerminal() bool {
	terminal, err := os.Open("/dev/tty")
	if err != nil {
		return false
	}
	defer func() { _ = terminal.Close() }()
	front, err := unix.IoctlGetInt(int(terminal.Fd()), unix.TIOCGPGRP)
	return err == nil && front == syscall.Getpgrp()
}
