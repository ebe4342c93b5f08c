package pace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/private"
)

const (
	stateName = "state"
	lockName  = "state.lock"
	// lockWait is how long to wait for the others, who keep the lock for microseconds.
	lockWait = 500 * time.Millisecond
)

// sharedState is the state in a folder. It is changed under the lock of a file that is never removed.
type sharedState struct {
	folder string
	// file is the state, kept open because it is used for every call.
	file *os.File
}

func (f *sharedState) path() string { return filepath.Join(f.folder, stateName) }

// update changes the state while nobody else does, and gives what it became. One that is new is
// begun with what the caller knows, which is all there is where the folder was cleared away. So is a
// damaged one; damaged then says so, and nothing else has failed.
func (f *sharedState) update(known state, interval time.Duration, change func(*state, time.Time)) (s state, damaged bool, err error) {
	if err := f.open(); err != nil {
		return state{}, false, err
	}
	lock, err := f.lock()
	if err != nil {
		return state{}, false, err
	}
	defer func() { _ = lock.Release() }() // nothing stands in its file, and it ends with the process
	now := time.Now().Round(0)
	s, err = readState(f.file)
	if damaged = errors.Is(err, errDamaged); damaged {
		// Nobody knows what the others sent in the last second.
		known.next = later(known.next, now.Add(interval))
		err = f.file.Truncate(0)
	}
	if err != nil {
		return state{}, false, err
	}
	if s.written.IsZero() {
		s = known
	}
	s.normalize(now, interval)
	change(&s, now)
	return s, damaged, writeState(f.file, s)
}

// open makes sure that the state file is open and is the one in the folder, which somebody may have
// cleared away. It makes both where they are missing.
func (f *sharedState) open() error {
	if f.file != nil {
		mine, err := f.file.Stat()
		there, missing := os.Stat(f.path())
		if err == nil && missing == nil && os.SameFile(mine, there) {
			return nil
		}
		f.close()
	}
	if err := private.Folder(f.folder); err != nil {
		return fmt.Errorf("using the folder of the shared pace: %w", err)
	}
	file, err := private.Open(f.path(), os.O_RDWR|os.O_CREATE)
	if err != nil {
		return fmt.Errorf("opening the shared pace: %w", err)
	}
	f.file = file
	return nil
}

func (f *sharedState) close() {
	if f.file != nil {
		_ = f.file.Close() // each change was written when it was made
		f.file = nil
	}
}

// lock takes the lock of the state. Even a call that was cancelled takes itself off the list, and the
// wait is short.
func (f *sharedState) lock() (*files.Lock, error) {
	path := filepath.Join(f.folder, lockName)
	lock, err := files.Take(context.Background(), path, lockWait)
	if errors.Is(err, fs.ErrNotExist) { // somebody has cleared the folder away
		f.close()
		if err := f.open(); err != nil {
			return nil, err
		}
		lock, err = files.Take(context.Background(), path, lockWait)
	}
	return lock, err
}

// read gives the state as it is, without the lock and without a change.
func (f *sharedState) read() (state, error) {
	if f.file != nil {
		return readState(f.file)
	}
	file, err := os.Open(f.path())
	if err != nil {
		return state{}, fmt.Errorf("opening the shared pace: %w", err)
	}
	s, err := readState(file)
	return s, errors.Join(err, file.Close())
}

// readState reads a state; an empty file is one that nobody has written to yet.
func readState(file io.ReaderAt) (state, error) {
	content := make([]byte, stateSize+1)
	n, err := file.ReadAt(content, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return state{}, fmt.Errorf("reading the shared pace: %w", err)
	}
	return decode(content[:n])
}

func writeState(file io.WriterAt, s state) error {
	if _, err := file.WriteAt(s.encode(), 0); err != nil {
		return fmt.Errorf("writing the shared pace: %w", err)
	}
	return nil
}
