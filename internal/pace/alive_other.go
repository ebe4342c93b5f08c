//go:build !unix

package pace

import "os"

// alive tells whether a process still runs: here, looking for one that does not fails.
func alive(pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	_ = process.Release()
	return true
}
