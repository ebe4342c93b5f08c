package command

import "os/exec"

// apart leaves a command as it is: Windows has no process groups to tell, and the command itself is ended.
func apart(*exec.Cmd) (kill func()) { return func() {} }
