package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Pacer gives out the turns of calls to one server as one user. Its one implementation keeps the
// pace of this process; one that shares a budget between processes fits in the same place.
type Pacer interface {
	// Acquire waits until a call may be sent. The call gives its place back with release once
	// its answer is read. It fails only when ctx ends.
	Acquire(ctx context.Context) (release func(), err error)
	// Refused tells that the server could not keep up, and how long it asked to be left alone.
	Refused(after time.Duration)
}

// pace lets a try begin when its turn has come, and reports refusals to the pacer.
func pace(next handler, pacer Pacer, maxWait time.Duration) handler {
	return func(ctx context.Context, c call) (*Response, error) {
		release, err := c.turn(ctx, pacer)
		if err != nil {
			return nil, err
		}
		defer release()
		answer, err := next(ctx, c)
		var failed *Error
		if errors.As(err, &failed) && failed.overload() {
			pacer.Refused(min(failed.RetryAfter, maxWait))
		}
		return answer, err
	}
}

// turn waits for the call's turn. A first try waits as long as the pace of all calls takes; a
// later one only as long as its call may still wait.
func (c call) turn(ctx context.Context, pacer Pacer) (release func(), err error) {
	bounded, cancel := ctx, context.CancelFunc(func() {})
	if c.try > 1 {
		bounded, cancel = context.WithTimeout(ctx, c.patience)
	}
	defer cancel()
	begun := time.Now()
	release, err = pacer.Acquire(bounded)
	c.wire.waited += time.Since(begun)
	if err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("%w: %w", errPatience, context.DeadlineExceeded)
	}
	return release, err
}

// overload tells whether a failure is a sign of too many calls.
func (e *Error) overload() bool {
	switch e.Status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return e.timeout
}
