package input

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/aimsio-cli/aimsio/internal/spool"
)

// source is where the bytes come from. It can be opened again and again.
type source struct {
	path string
	// spool holds what can be read but once: standard input, a pipe.
	spool *spool.Spool
	// size and changed are those of the file when it was first opened.
	size    int64
	changed time.Time
}

// OpenError says that there is no such file, or that it cannot be opened.
type OpenError struct{ err error }

// Error names the file.
func (e *OpenError) Error() string { return e.err.Error() }

// Unwrap gives the cause.
func (e *OpenError) Unwrap() error { return e.err }

// newSource opens nothing for longer than it takes to look; what comes out of a pipe it reads.
func newSource(path string, stdin io.Reader) (*source, error) {
	if path == "-" {
		if stdin == nil {
			return nil, errors.New("there is no standard input")
		}
		return spooled(path, stdin)
	}
	file, err := os.Open(path) //nolint:gosec // the file that the user names
	if err != nil {
		return nil, &OpenError{err}
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	about, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case about.IsDir():
		return nil, &OpenError{fmt.Errorf("%s is a folder; name a file", path)}
	case !about.Mode().IsRegular():
		return spooled(path, file)
	}
	return &source{path: path, size: about.Size(), changed: about.ModTime()}, nil
}

func spooled(path string, r io.Reader) (*source, error) {
	s := spool.New(spool.DefaultMemory)
	if _, err := io.Copy(s, r); err != nil {
		return nil, errors.Join(fmt.Errorf("reading: %w", err), s.Close())
	}
	return &source{path: path, spool: s}, nil
}

// open gives the bytes from the start. A file that is no longer the one that was first opened is
// refused: what is sent must be what was checked.
func (s *source) open() (io.ReadCloser, error) {
	if s.spool != nil {
		return io.NopCloser(s.spool.Reader()), nil
	}
	file, err := os.Open(s.path)
	if err != nil {
		return nil, err
	}
	about, err := file.Stat()
	if err == nil && (about.Size() != s.size || !about.ModTime().Equal(s.changed)) {
		err = errors.New("the file has changed since it was checked; start again")
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func (s *source) close() error {
	if s.spool == nil {
		return nil
	}
	return s.spool.Close()
}
