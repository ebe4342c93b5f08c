package bulk

import (
	"context"
	"time"
)

// timeToList is how much of that it may spend on listing what was not done.
const timeToList = 300 * time.Millisecond

// lateAfter tells, whenever it is asked, whether ctx ended longer ago than d.
func lateAfter(ctx context.Context, d time.Duration) func() bool {
	var ended time.Time
	return func() bool {
		if ctx.Err() != nil && ended.IsZero() {
			ended = time.Now()
		}
		return !ended.IsZero() && time.Since(ended) > d
	}
}
