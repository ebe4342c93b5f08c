package client

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/pace"
)

// paced lets a try begin when its turn has come, and reports refusals to those who share the pace.
func paced(next handler, shared *pace.Pace, maxWait time.Duration) handler {
	return func(ctx context.Context, c call) (*Response, error) {
		permit, err := c.permit(ctx, shared, maxWait)
		if err != nil {
			return nil, err
		}
		defer permit.Release()
		c.leave = permit.Leave
		answer, err := next(ctx, c)
		var failed *Error
		if errors.As(err, &failed) && failed.isOverload() {
			shared.Refused(failed.RetryAfter)
		}
		return answer, err
	}
}

// permit waits for the call's turn. A first try waits as long as the pace of all calls takes; a
// later one only as long as its call may still wait. No call waits longer than that for the end of
// a pause, whoever was asked for it.
func (c call) permit(ctx context.Context, shared *pace.Pace, maxWait time.Duration) (permit *pace.Permit, err error) {
	bounded, cancel := ctx, context.CancelFunc(func() {})
	if c.try > 1 {
		bounded, cancel = context.WithTimeout(ctx, c.waitLeft)
	}
	defer cancel()
	begun := time.Now()
	permit, err = shared.AcquireWithin(bounded, maxWait)
	c.stats.waited += time.Since(begun)
	if held, ok := errors.AsType[*pace.HeldError](err); ok && c.try == 1 {
		return nil, c.held(held, maxWait)
	}
	if err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("%w: %w", errNoTurn, context.DeadlineExceeded)
	}
	return permit, err
}

// held describes a call that is not sent because the server asked an earlier one for a pause.
func (c call) held(held *pace.HeldError, maxWait time.Duration) *Error {
	failed := &Error{Kind: Unavailable, Request: c.name(), Err: held}
	asked := "the server asked all commands to wait, until"
	if held.Asked > held.For {
		asked = fmt.Sprintf("the server asked to be left alone for %s, more than it can mean; all commands wait until", held.Asked.Round(time.Second))
	}
	problem := fmt.Sprintf("not sent: %s %s (another %s), longer than max_wait (%s)", asked,
		time.Now().Add(held.For).Format(time.TimeOnly), max(held.For.Round(time.Second), time.Second), maxWait)
	failed.setAdvice(problem, "try again then, or wait with a longer --max-wait")
	return failed
}
