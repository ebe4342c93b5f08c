package pager

import "os"

// end ends a pager: there is no way to ask it.
func end(process *os.Process) error { return process.Kill() }
