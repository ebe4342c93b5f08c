// Package spool keeps bytes that may be too many for memory: few in memory, many in a temporary
// file that nobody else can read and that is gone when the program is. It knows nothing of what
// the bytes mean.
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
	file   *overflow
	size   int64
	closed bool
}

// New makes an empty spool that needs a file once it holds more than memory bytes.
func New(memory int) *Spool { return &Spool{memory: memory} }

// Write appends to the spool. It fails when there is no folder for temporary files or no room in
// it, and after Close.
func (s *Spool) Write(p []byte) (int, error) {
	if s.closed {
		return 0, fmt.Errorf("writing to a spool: %w", os.ErrClosed)
	}
	if s.file == nil && len(s.head)+len(p) <= s.memory {
		s.head = append(s.head, p...)
		s.size += int64(len(p))
		return len(p), nil
	}
	if s.file == nil {
		if err := s.overflow(); err != nil {
			return 0, err
		}
	}
	written, err := s.file.write(p)
	s.size += int64(written)
	return written, err
}

// overflow moves what is in memory to a file, which takes all the rest.
func (s *Spool) overflow() error {
	file, err := newOverflow()
	if err != nil {
		return err
	}
	s.file = file
	_, err = file.write(s.head)
	s.head = nil
	return err
}

// Size is the number of bytes written.
func (s *Spool) Size() int64 { return s.size }

// Bytes gives the whole content without a copy if it is all in memory, and false otherwise. It
// must not be changed.
func (s *Spool) Bytes() ([]byte, bool) {
	if s.file != nil || s.closed {
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
	if s.file != nil {
		return s.file.readAt(p, offset)
	}
	read := copy(p, s.head[offset:])
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
	if s.file == nil {
		return nil
	}
	return s.file.close()
}
