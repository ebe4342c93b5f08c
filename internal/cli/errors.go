package cli

import (
	"errors"
	"fmt"
)

// The exit codes that scripts rely on.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitDenied      = 3
	exitNotFound    = 4
	exitInvalid     = 5
	exitPartial     = 6
	exitUnreachable = 7
	exitDifferent   = 8
	exitGuarded     = 9
	exitInterrupted = 130
	// exitClosedPipe is what shells give for a program whose output nobody reads any more.
	exitClosedPipe = 141
)

// errInterrupted is the cause of a context that Ctrl-C, SIGTERM or a closed terminal ended.
var errInterrupted = errors.New("interrupted")

// failure is an error that knows its exit code and what the user can do next.
type failure struct {
	code int
	err  error
	hint string
}

func (f *failure) Error() string { return f.err.Error() }

func (f *failure) Unwrap() error { return f.err }

// usagef makes an error for a command line that cannot be carried out as written.
func usagef(format string, args ...any) error {
	return &failure{code: exitUsage, err: fmt.Errorf(format, args...)}
}

// failf makes an error with an exit code and a hint, which may be empty.
func failf(code int, hint, format string, args ...any) error {
	return &failure{code: code, err: fmt.Errorf(format, args...), hint: hint}
}

// usage marks an error of a parser as one of usage, and leaves nil alone.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return &failure{code: exitUsage, err: err}
}
