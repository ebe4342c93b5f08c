// Package fail holds the errors that a run ends with: each says of what kind it is and what the user can
// do next. What exit code a kind has is for whoever ends the program (internal/cmdkit); what a server, a
// database or a file does wrong is told by the rooms that deal with them, in errors of their own.
package fail

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what sort of failure an error is.
type Kind int

// The kinds of failure. Each has an exit code that scripts rely on.
const (
	// Failed is what no other kind fits.
	Failed Kind = iota
	// Usage is a command line or a configuration that cannot be carried out as written.
	Usage
	// Denied is a user, a password or a permission that the server does not take.
	Denied
	// NotFound is a record that is not there, or hidden from the user.
	NotFound
	// Invalid is an input that was refused before anything was sent.
	Invalid
	// Partial is a run of which some records failed, or are left open.
	Partial
	// Unreachable is a server that does not answer, or with nothing that makes sense.
	Unreachable
	// Different says that two things which were compared are not the same.
	Different
	// Guarded is what a guard did not let happen.
	Guarded
	// Interrupted is a run that Ctrl-C, SIGTERM or a closed terminal ended.
	Interrupted
	// ClosedPipe is a run whose output nobody reads any more.
	ClosedPipe
)

// Causes that end a run from outside.
var (
	// ErrInterrupted is the cause of a context that Ctrl-C, SIGTERM or a closed terminal ended.
	ErrInterrupted = errors.New("interrupted")
	// ErrNoReader says that who read the output has seen enough, as "head" does.
	ErrNoReader = errors.New("nobody reads the output any more")
	// ErrStuck says that a run was interrupted while nobody took its output.
	ErrStuck = fmt.Errorf("%w: nobody took the output, which is cut off", ErrInterrupted)
)

// Error is an error of a kind, with what the user can do next.
type Error struct {
	Kind Kind
	// Hint is what to do next, in a sentence without its full stop; empty for nothing.
	Hint string

	err error
}

// Error says what failed.
func (e *Error) Error() string { return e.err.Error() }

// Unwrap gives what it was made of.
func (e *Error) Unwrap() error { return e.err }

// New makes an error of a kind with a hint, which may be empty. Format may wrap errors.
func New(kind Kind, hint, format string, args ...any) error {
	return &Error{Kind: kind, Hint: hint, err: fmt.Errorf(format, args...)}
}

// Usagef makes an error for a command line that cannot be carried out as written.
func Usagef(format string, args ...any) error {
	return &Error{Kind: Usage, err: fmt.Errorf(format, args...)}
}

// AsUsage marks an error of a parser as one of usage, and leaves nil alone.
func AsUsage(err error) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: Usage, err: err}
}

// Is tells whether an error, or one that it wraps, is an Error of a kind.
func Is(err error, kind Kind) bool {
	failed, ok := errors.AsType[*Error](err)
	return ok && failed.Kind == kind
}

// HintOf gives what an error says to do, empty for nothing.
func HintOf(err error) string {
	if failed, ok := errors.AsType[*Error](err); ok && failed.Hint != "" {
		return failed.Hint
	}
	if hinted, ok := errors.AsType[*hintedError](err); ok {
		return hinted.hint
	}
	return ""
}

// WithHint adds what to do next to an error that does not say so itself. Of what kind it is stays as it was.
func WithHint(err error, hint string) error { return &hintedError{err, hint} }

// hintedError is an error of whatever kind, with a hint.
type hintedError struct {
	error

	hint string
}

func (e *hintedError) Unwrap() error { return e.error }

// OneLine gives the text of an error; errors that were joined stand behind one another.
func OneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }
