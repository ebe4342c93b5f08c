// Package spool keeps bytes that may be too many for memory: the first part in memory, the rest
// in a temporary file that nobody else can read and that is gone when the program is. It knows
// nothing of what the bytes mean.
package spool

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// DefaultMemory is how many bytes are kept in memory where nobody says otherwise: 4 MiB, more
// than a record has and less than a large index has.
const DefaultMemory = 4 << 20

// Spool holds bytes that are written once, from front to back, and read as often as needed.
// Writing from several goroutines, or while somebody reads, is not supported.
type Spool struct {
	memory int
	head   []byte
	rest   *overflow
	size   int64
	closed bool
}

// New makes an empty spool that keeps up to memory bytes out of the file.
func New(memory int) *Spool { return &Spool{memory: memory} }

// Write appends to the spool. It fails when there is no folder for temporary files or no room in
// it, and after Close.
func (s *Spool) Write(p []byte) (int, error) {
	if s.closed {
		return 0, fmt.Errorf("writing to a spool: %w", os.ErrClosed)
	}
	kept := min(len(p), max(0, s.memory-len(s.head)))
	s.head = append(s.head, p[:kept]...)
	s.size += int64(kept)
	if kept == len(p) {
		return kept, nil
	}
	if s.rest == nil {
		rest, err := newOverflow()
		if err != nil {
			return kept, err
		}
		s.rest = rest
	}
	written, err := s.rest.write(p[kept:])
	s.size += int64(written)
	return kept + written, err
}

// Size is the number of bytes written.
func (s *Spool) Size() int64 { return s.size }

// Bytes gives the whole content without a copy if it is all in memory, and false otherwise. It
// must not be changed.
func (s *Spool) Bytes() ([]byte, bool) {
	if s.rest != nil || s.closed {
		return nil, false
	}
	return s.head, true
}

// ReadAt reads from any place of what was written, as io.ReaderAt describes it.
func (s *Spool) ReadAt(p []byte, offset int64) (int, error) {
	switch {
	case s.closed:
		return 0, fmt.Errorf("reading from a spool: %w", os.ErrClosed)
	case offset < 0:
		return 0, errors.New("reading from a spool: the offset is negative")
	case offset >= s.size:
		return 0, io.EOF
	}
	read := 0
	if offset < int64(len(s.head)) {
		read = copy(p, s.head[offset:])
	}
	if read < len(p) && s.rest != nil {
		n, err := s.rest.readAt(p[read:], offset+int64(read)-int64(len(s.head)))
		return read + n, err
	}
	if read < len(p) {
		return read, io.EOF
	}
	return read, nil
}

// Reader reads everything from the start. Each call gives a fresh reader.
func (s *Spool) Reader() io.Reader { return io.NewSectionReader(s, 0, s.size) }

// Close gives memory and file back. Further calls do nothing.
func (s *Spool) Close() error {
	if s.closed {
		return nil
	}
	s.closed, s.head = true, nil
	if s.rest == nil {
		return nil
	}
	return s.rest.close()
}
