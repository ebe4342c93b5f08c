package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/private"
)

const (
	// currentName is the file that lines are appended to. A full one is renamed to rotatedPrefix,
	// the moment and rotatedSuffix, and kept.
	currentName   = "writes.ndjson"
	rotatedPrefix = "writes-"
	rotatedSuffix = ".ndjson"
	rotatedLayout = "20060102T150405.000000000Z"

	// maxSize is the size in bytes at which a file is rotated.
	maxSize = 16 << 20
)

// file is the current file of a journal. Writers append under the lock of a second file, which
// is never removed, and open the current one each time: another process may have rotated it.
type file struct {
	dir     string
	maxSize int64

	// mu keeps the goroutines of this process apart, which the file lock does not.
	mu sync.Mutex
}

func newFile(dir string) *file { return &file{dir: dir, maxSize: maxSize} }

func (f *file) path() string { return filepath.Join(f.dir, currentName) }

// prepare makes sure that lines can be written.
func (f *file) prepare() error {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return fmt.Errorf("making the folder of the journal: %w", err)
	}
	return f.withLock(func() error {
		current, err := f.open()
		if err != nil {
			return err
		}
		return f.wrap(current.Close())
	})
}

// add appends a line and, if durable, waits until it is on disk.
func (f *file) add(line []byte, durable bool) error {
	return f.withLock(func() error {
		current, err := f.openFor(len(line))
		if err != nil {
			return err
		}
		err = appendLine(current, line)
		if err == nil && durable {
			err = current.Sync()
		}
		return f.wrap(errors.Join(err, current.Close()))
	})
}

// openFor opens the file that a line of some bytes goes to, after rotating one that is full.
func (f *file) openFor(line int) (*os.File, error) {
	info, err := os.Stat(f.path())
	if err == nil && info.Size() > 0 && info.Size()+int64(line) > f.maxSize {
		name := rotatedPrefix + time.Now().UTC().Format(rotatedLayout) + rotatedSuffix
		if err := os.Rename(f.path(), filepath.Join(f.dir, name)); err != nil {
			return nil, f.wrap(err)
		}
	}
	return f.open()
}

func (f *file) open() (*os.File, error) {
	current, err := private.Open(f.path(), os.O_RDWR|os.O_CREATE|os.O_APPEND)
	if err != nil {
		return nil, f.wrap(err)
	}
	return current, nil
}

// appendLine writes a line in one piece. A line that was cut off before it, when a writer was
// killed, is ended first, so that it spoils no other. Where the disk is full, nothing of it stays.
func appendLine(to *os.File, line []byte) error {
	end, err := to.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if end > 0 {
		last := make([]byte, 1)
		if _, err := to.ReadAt(last, end-1); err != nil {
			return err
		}
		if last[0] != '\n' {
			line = slices.Concat([]byte("\n"), line)
		}
	}
	if _, err = to.Write(line); err != nil {
		return errors.Join(err, to.Truncate(end))
	}
	return nil
}

// withLock runs do while no other process and no other goroutine uses the journal.
func (f *file) withLock(do func() error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return files.Alone(filepath.Join(f.dir, "writes.lock"), do)
}

func (f *file) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("writing the journal %s: %w", f.path(), err)
}

// rotated lists the paths of the files that are full, oldest first.
func rotated(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the folder of the journal: %w", err)
	}
	var paths []string
	// ReadDir sorts by name, and the names sort by time.
	for _, entry := range entries {
		if name := entry.Name(); strings.HasPrefix(name, rotatedPrefix) && strings.HasSuffix(name, rotatedSuffix) {
			paths = append(paths, filepath.Join(dir, name))
		}
	}
	return paths, nil
}
