package pace

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
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
			slot := s.slot(i)
			taken, err := slot.TryLock()
			if err != nil {
				return nil, fmt.Errorf("taking a place for a call: %w", err)
			}
			if taken {
				return func() { _ = slot.Close() }, nil
			}
		}
		places := 1 + has.Load()
		if err := Sleep(ctx, min(longestLook, time.Duration(places*places)*firstLook)); err != nil {
			return nil, err
		}
	}
}

// busy counts the places that are taken.
func (s slots) busy() int {
	busy := 0
	for i := range s.number {
		slot := s.slot(i)
		if free, err := slot.TryLock(); err == nil && !free {
			busy++
		}
		_ = slot.Close()
	}
	return busy
}

func (s slots) slot(i int) *flock.Flock {
	return flock.New(filepath.Join(s.folder, fmt.Sprintf("slot-%03d.lock", i)), flock.SetPermissions(0o600))
}
