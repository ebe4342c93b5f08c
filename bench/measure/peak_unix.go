//go:build linux || darwin

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak gives the most memory that a process held, in bytes. On Linux a process begins with what
// its parent held when it was made, so this program keeps itself small: the servers, which hold
// the index, are processes of their own.
func peak(state *os.ProcessState) int64 {
	rusage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return rusage.Maxrss // bytes there
	}
	return rusage.Maxrss * 1024 // kibibytes elsewhere
}
