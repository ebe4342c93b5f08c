package client

import (
	"context"
	"time"
)

// spacingShare lies between the pace and the limit: calls that come evenly pass without a wait.
const spacingShare = 0.98

// spacing keeps calls apart at the moment they leave on a connection that stands. The pace alone
// cannot: a call that has to connect first leaves later than its turn, by several times the
// distance between two turns, and is overtaken by calls on connections that stand already. The
// server would count them all into one second.
type spacing struct {
	apart time.Duration
	queue chan struct{}
	last  time.Time
}

func newSpacing(limit float64) *spacing {
	return &spacing{
		apart: time.Duration(float64(time.Second) / (limit * spacingShare)),
		queue: make(chan struct{}, 1),
	}
}

// pass waits until a call may leave, or until ctx ends. The distance counts from when the call
// before really left, so that a process that was held up does not catch up.
func (s *spacing) pass(ctx context.Context) {
	if enter(ctx, s.queue) != nil {
		return
	}
	defer func() { <-s.queue }()
	if !s.last.IsZero() && sleep(ctx, s.apart-time.Since(s.last)) != nil {
		return
	}
	s.last = time.Now()
}
