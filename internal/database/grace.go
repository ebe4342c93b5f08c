package database

import (
	"context"
	"time"
)

// grace is how long a statement may still run after the run was stopped. Statements are short, and
// one that is cut off costs the connection and all that the transaction holds.
const grace = 500 * time.Millisecond

// WithGrace gives a context that ends a while after ctx does.
func WithGrace(ctx context.Context) (context.Context, context.CancelFunc) {
	later, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	undo := context.AfterFunc(ctx, func() {
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel(context.Cause(ctx))
		case <-later.Done():
		}
	})
	return later, func() {
		undo()
		cancel(nil)
	}
}
