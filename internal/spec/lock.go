package spec

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gofrs/flock"
)

const (
	// patience is how long one who changes the descriptions waits for another who does.
	patience = 20 * time.Second
	askAgain = 20 * time.Millisecond
)

// alone sees that one process changes the descriptions at a time. The lock stands beside their folder,
// which goes with the last of them, and ends with the process.
func (s *Store) alone(ctx context.Context, change func() error) error {
	path := s.folder + ".lock"
	lock := flock.New(path, flock.SetPermissions(0o600))
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err := lock.TryLockContext(waiting, askAgain)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		err = errors.New("another process holds it")
	}
	if err != nil {
		return fmt.Errorf("locking %s: %w", path, err)
	}
	return errors.Join(change(), lock.Unlock())
}
