package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/aimsio-cli/aimsio/internal/pace"
)

// paced lets a try begin when its turn has come, and reports refusals to those who share the pace.
func paced(next handler, turns *pace.Pace, maxWait time.Duration) handler {
	return func(ctx context.Context, c call) (*Response, error) {
		turn, err := c.turn(ctx, turns)
		if err != nil {
			return nil, err
		}
		defer turn.Release()
		c.leave = turn.Leave
		answer, err := next(ctx, c)
		var failed *Error
		if errors.As(err, &failed) && failed.overload() {
			turns.Refused(min(failed.RetryAfter, maxWait))
		}
		return answer, err
	}
}

// turn waits for the call's turn. A first try waits as long as the pace of all calls takes; a
// later one only as long as its call may still wait.
func (c call) turn(ctx context.Context, turns *pace.Pace) (turn *pace.Turn, err error) {
	bounded, cancel := ctx, context.CancelFunc(func() {})
	if c.try > 1 {
		bounded, cancel = context.WithTimeout(ctx, c.patience)
	}
	defer cancel()
	begun := time.Now()
	turn, err = turns.Acquire(bounded)
	c.wire.waited += time.Since(begun)
	if err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("%w: %w", errPatience, context.DeadlineExceeded)
	}
	return turn, err
}

// overload tells whether a failure is a sign of too many calls.
func (e *Error) overload() bool {
	switch e.Status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return e.timeout
}
