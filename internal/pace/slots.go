package pace

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/aimsio-cli/aimsio/internal/files"
)

// How long to look away from slots that are all taken. Nothing tells a process that another one
// gave a slot back.
const (
	firstLook   = time.Millisecond
	longestLook = 25 * time.Millisecond
)

// slots are the places of calls that are under way together, each a file whose lock is the place.
// The system gives back the locks of a process that was killed.
type slots struct {
	folder string
	number int
}

// take waits for a free place. A process that has some looks less often than one that has fewer,
// by which all come to have as many.
func (s slots) take(ctx context.Context, has *atomic.Int32) (release func(), err error) {
	for {
		for i := range s.number {
			lock, err := files.Try(s.slot(i))
			if err == nil {
				return func() { _ = lock.Release() }, nil
			}
			if _, taken := errors.AsType[*files.LockedError](err); !taken {
				return nil, fmt.Errorf("taking a place for a call: %w", err)
			}
		}
		places := 1 + has.Load()
		if err := Sleep(ctx, min(longestLook, time.Duration(places*places)*firstLook)); err != nil {
			return nil, err
		}
	}
}

func (s slots) busy() int {
	busy := 0
	for i := range s.number {
		lock, err := files.Try(s.slot(i))
		if err == nil {
			_ = lock.Release()
		} else if _, taken := errors.AsType[*files.LockedError](err); taken {
			busy++
		}
	}
	return busy
}

func (s slots) slot(i int) string { return filepath.Join(s.folder, fmt.Sprintf("slot-%03d.lock", i)) }
