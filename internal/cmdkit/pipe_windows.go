package cmdkit

import (
	"errors"
	"os"
	"syscall"
)

// FailedWrites are the signals that come with a write that failed, of which Windows has none that
// would ever be sent.
func FailedWrites() []os.Signal { return []os.Signal{syscall.SIGPIPE} }

// errNoData is how Windows calls a pipe that is being closed (ERROR_NO_DATA).
const errNoData = syscall.Errno(232)

// isClosedPipe tells whether a write failed because the other end of a pipe is closed.
func isClosedPipe(err error) bool {
	return errors.Is(err, syscall.ERROR_BROKEN_PIPE) || errors.Is(err, errNoData)
}
