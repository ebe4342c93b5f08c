package input

import "fmt"

// Error tells where an input cannot be read, and why.
type Error struct {
	// Name is the file, or "standard input".
	Name string
	// Line counts from 1 on; 0 where the whole input is at fault.
	Line int
	// Row tells that lines are the rows of a sheet.
	Row bool
	Err error
}

// Error names the input and the line.
func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.Name, e.Err)
	}
	if e.Row {
		return fmt.Sprintf("%s, row %d: %v", e.Name, e.Line, e.Err)
	}
	return fmt.Sprintf("%s, line %d: %v", e.Name, e.Line, e.Err)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// readError is a failure of the disk or the pipe, which is not the content's fault.
type readError struct{ err error }

func (e *readError) Error() string { return "reading: " + e.err.Error() }

func (e *readError) Unwrap() error { return e.err }
