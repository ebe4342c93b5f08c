package config

import (
	"errors"
	"fmt"
	"strings"
)

// ErrInvalid is matched by every error about what the user set: a broken configuration, a value
// of the wrong form, an environment that does not exist or was not chosen.
var ErrInvalid = errors.New("invalid configuration")

// ValueError is a value that a setting does not take.
type ValueError struct {
	Key    string
	Value  string
	Source Source
	// Expected describes the values that the setting takes.
	Expected string
}

// Error names the place, the key, the value and what is expected.
func (e *ValueError) Error() string {
	where := e.Source.Name
	if e.Source.Line > 0 {
		where = fmt.Sprintf("%s:%d: %s", e.Source.Name, e.Source.Line, e.Key)
	}
	if where == "" {
		where = e.Key
	}
	return fmt.Sprintf("%s: %q is not valid; expected %s", where, e.Value, e.Expected)
}

// Is matches ErrInvalid.
func (e *ValueError) Is(target error) bool { return target == ErrInvalid }

// FileError is a fault of the configuration file itself.
type FileError struct {
	Path string
	// Line is counted from 1; 0 is the file as a whole.
	Line    int
	Problem string
}

// Error names file and line.
func (e *FileError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", e.Path, e.Line, e.Problem)
	}
	return fmt.Sprintf("%s: %s", e.Path, e.Problem)
}

// Is matches ErrInvalid.
func (e *FileError) Is(target error) bool { return target == ErrInvalid }

// NoEnvironmentError says that no environment was chosen. The live server is never a default.
type NoEnvironmentError struct {
	// Choices are the names of all environments.
	Choices []string
}

// Error lists the environments and the ways to choose one.
func (e *NoEnvironmentError) Error() string {
	return fmt.Sprintf("no environment chosen: give --env NAME, set AIMSIO_ENV, or run `aimsio env use NAME`; there are %s",
		strings.Join(e.Choices, ", "))
}

// Is matches ErrInvalid.
func (e *NoEnvironmentError) Is(target error) bool { return target == ErrInvalid }

// UnknownEnvironmentError says that a name stands for no environment, or for several.
type UnknownEnvironmentError struct {
	Name string
	// Near are existing names that look alike, best first; Choices are all.
	Near, Choices []string
	// Several tells that Name matches all of Near when the letter case is left out.
	Several bool
}

// Error names close matches and all environments.
func (e *UnknownEnvironmentError) Error() string {
	if e.Several {
		return fmt.Sprintf("the environment %q could be any of %s: give the exact name", e.Name, strings.Join(e.Near, ", "))
	}
	near := ""
	if len(e.Near) > 0 {
		near = fmt.Sprintf(" (did you mean %s?)", strings.Join(e.Near, " or "))
	}
	return fmt.Sprintf("there is no environment %q%s: there are %s", e.Name, near, strings.Join(e.Choices, ", "))
}

// Is matches ErrInvalid.
func (e *UnknownEnvironmentError) Is(target error) bool { return target == ErrInvalid }

// CommandError says that a password command gave no password.
type CommandError struct {
	// Command is the program's name, without its arguments.
	Command string
	// Problem tells what it did instead.
	Problem string
	// Err is what ended it, or nil.
	Err error
}

// Error names the program and repeats nothing of its output.
func (e *CommandError) Error() string {
	text := fmt.Sprintf("the password command %s %s", e.Command, e.Problem)
	if e.Err != nil {
		text += fmt.Sprintf(": %v", e.Err)
	}
	return text
}

// Unwrap gives what ended the command.
func (e *CommandError) Unwrap() error { return e.Err }

// NoCredentialsError says that an environment has no user name or no password.
type NoCredentialsError struct {
	Environment string
	// Missing is "user name" or "password".
	Missing string
	// Help lists what can be done, one thing each.
	Help []string
	// Err tells why a place that may have held the password could not be asked, or is nil.
	Err error
}

// Error lists what can be done.
func (e *NoCredentialsError) Error() string {
	text := fmt.Sprintf("no %s for the environment %s", e.Missing, e.Environment)
	if e.Err != nil {
		text += fmt.Sprintf(" (%v)", e.Err)
	}
	return text + ": " + strings.Join(e.Help, ", or ")
}

// Unwrap gives the reason, if there is one.
func (e *NoCredentialsError) Unwrap() error { return e.Err }
