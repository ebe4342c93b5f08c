package entity

import (
	"context"
	"errors"

	"github.com/aimsio-cli/aimsio/internal/bulk"
)

// sharedRows is one output for the results of several writes: it ends when the last of them has.
type sharedRows struct {
	bulk.Rows

	open func(context.Context) (bulk.Rows, error)
}

// begin opens the output for the first write.
func (s *sharedRows) begin(ctx context.Context) (err error) {
	if s.Rows == nil {
		s.Rows, err = s.open(ctx)
	}
	return err
}

// Finish leaves the output open for the next write.
func (s *sharedRows) Finish(err error) error { return err }

// finish ends the output once all writes are done, with the error that they ended with.
func (s *sharedRows) finish(err error) error {
	if s.Rows == nil {
		return err
	}
	return errors.Join(err, bulk.UnlessUnread(s.Rows.Finish(nil)))
}
