package client

import (
	"errors"
	"net/url"
	"syscall"
)

// dnsTries is how often a call is tried to a host that the name server does not know.
const dnsTries = 3

func isRefused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }

// unwrapURL takes off the wrapping that repeats the URL, with whatever stands in it.
func unwrapURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
