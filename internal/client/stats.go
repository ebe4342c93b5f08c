package client

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// Stats sums up what a client has done.
type Stats struct {
	// Calls counts everything that was sent or tried to be, tries and redirects included.
	Calls int64
	// Refusals counts the calls that the server could not take: 429, 503, 504 and time-outs.
	Refusals int64
	// Bytes counts the bytes of all answers, decompressed.
	Bytes int64
	// Time is how long the calls took, from leaving to the end of the body, all added up.
	Time time.Duration
}

type counts struct{ calls, refusals, bytes, nanoseconds atomic.Int64 }

func (n *counts) stats() Stats {
	return Stats{
		Calls:    n.calls.Load(),
		Refusals: n.refusals.Load(),
		Bytes:    n.bytes.Load(),
		Time:     time.Duration(n.nanoseconds.Load()),
	}
}

func count(next handler, n *counts) handler {
	return func(ctx context.Context, c call) (*Response, error) {
		begun := time.Now()
		answer, err := next(ctx, c)
		n.calls.Add(1)
		n.bytes.Add(c.stats.size)
		n.nanoseconds.Add(int64(time.Since(begun)))
		var failed *Error
		if errors.As(err, &failed) && failed.isOverload() {
			n.refusals.Add(1)
		}
		return answer, err
	}
}
