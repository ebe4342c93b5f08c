package input

import "errors"

// skippable wraps an error of one record, after which the next can be read.
type skippable struct{ err error }

func (s *skippable) Error() string { return s.err.Error() }

func (s *skippable) Unwrap() error { return s.err }

func isSkippable(err error) bool {
	_, ok := errors.AsType[*skippable](err)
	return ok
}

// unskippable gives the error as callers see it.
func unskippable(err error) error {
	if s, ok := errors.AsType[*skippable](err); ok {
		return s.err
	}
	return err
}
