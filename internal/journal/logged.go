package journal

import "context"

// Logged is Begin for a call that a local copy must know of too: mark tells it before the call, so that it knows of
// the writes of a program that is killed, and again when the call is over, as what was read meanwhile may be older.
func (j *Journal) Logged(ctx context.Context, e Entry, mark func(context.Context)) (done func(Result) error, err error) {
	mark(ctx)
	ended, err := j.Begin(e)
	if err != nil {
		return nil, err
	}
	return func(r Result) error {
		mark(context.WithoutCancel(ctx))
		return ended(r)
	}, nil
}
