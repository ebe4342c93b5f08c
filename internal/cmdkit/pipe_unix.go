//go:build unix

package cmdkit

import (
	"errors"
	"os"
	"syscall"
)

// FailedWrites are the signals that come with a write to a pipe that nobody reads any more, and to
// a file that has grown to the limit of the shell.
func FailedWrites() []os.Signal { return []os.Signal{syscall.SIGPIPE, syscall.SIGXFSZ} }

// isClosedPipe tells whether a write failed because the other end of a pipe is closed.
func isClosedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
