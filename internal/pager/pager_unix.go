//go:build unix

package pager

import (
	"os"
	"syscall"
)

// end asks a pager to end, so that it can put the terminal right.
func end(process *os.Process) error { return process.Signal(syscall.SIGTERM) }
