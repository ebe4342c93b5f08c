package files

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"
)

// A signal that breaks off a lock does not fail it.
func TestAgain(t *testing.T) {
	for name, end := range map[string]error{"taken": nil, "failed": fs.ErrPermission} {
		calls := 0
		err := again(func() error {
			if calls++; calls < 4 {
				return &fs.PathError{Op: "flock", Path: "x", Err: syscall.EINTR}
			}
			return end
		})
		if !errors.Is(err, end) || calls != 4 {
			t.Errorf("%s: %v after %d calls", name, err, calls)
		}
	}
}
