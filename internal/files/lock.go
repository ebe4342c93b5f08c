package files

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// The pauses between two looks at a lock that another holds: short at first, since most are held for
// microseconds.
const (
	firstPause = time.Millisecond
	mostPause  = 4 * time.Millisecond
)

// LockedError says that another process, or another part of this one, holds a lock.
type LockedError struct {
	// Path is that of the lock's file.
	Path string
	// Waited is how long the lock was waited for.
	Waited time.Duration
}

// Error names the file, and how long it was waited for.
func (e *LockedError) Error() string {
	if e.Waited == 0 {
		return fmt.Sprintf("another process keeps %s locked", e.Path)
	}
	return fmt.Sprintf("another process keeps %s locked, and went on for %s", e.Path, e.Waited)
}

// Lock is a lock that is held. It ends with Release, or with the process.
type Lock struct {
	flock *flock.Flock
}

// Take waits for the lock of a file, at most for so long, 0 being without end. The file is made, for
// the user alone (0600), and stays when the lock ends: it holds nothing. A *LockedError says that the
// wait was in vain; the end of ctx is handed on.
func Take(ctx context.Context, path string, most time.Duration) (*Lock, error) {
	begun, pause := time.Now(), firstPause
	for {
		lock, err := Try(path)
		if _, locked := errors.AsType[*LockedError](err); !locked {
			return lock, err
		}
		if most > 0 && time.Since(begun) >= most {
			return nil, &LockedError{Path: path, Waited: most}
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, fmt.Errorf("waiting for the lock %s: %w", path, context.Cause(ctx))
		case <-timer.C:
		}
		pause = min(2*pause, mostPause)
	}
}

// Try takes the lock of a file, or fails with a *LockedError at once.
func Try(path string) (*Lock, error) {
	lock := flock.New(path, flock.SetPermissions(0o600))
	var got bool
	err := again(func() (err error) {
		got, err = lock.TryLock()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	if !got {
		return nil, &LockedError{Path: path}
	}
	return &Lock{flock: lock}, nil
}

// Release gives the lock back.
func (l *Lock) Release() error {
	if err := again(l.flock.Unlock); err != nil {
		return fmt.Errorf("giving back the lock %s: %w", l.flock.Path(), err)
	}
	return nil
}

// Alone runs do while nobody else holds the lock of a file, as Locked does, for what nobody holds longer
// than a moment: the wait cannot be ended.
func Alone(path string, do func() error) error {
	lock := flock.New(path, flock.SetPermissions(0o600))
	if err := again(lock.Lock); err != nil {
		return fmt.Errorf("locking %s: %w", path, err)
	}
	return errors.Join(do(), (&Lock{flock: lock}).Release())
}

// again does what a signal broke off once more, until none does: such an end says nothing of the lock.
func again(do func() error) error {
	for {
		if err := do(); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// Locked runs do while nobody else holds the lock of a file; see Take.
func Locked(ctx context.Context, path string, most time.Duration, do func() error) error {
	lock, err := Take(ctx, path, most)
	if err != nil {
		return err
	}
	return errors.Join(do(), lock.Release())
}
