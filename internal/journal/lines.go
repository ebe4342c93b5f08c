package journal

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/aimsio-cli/aimsio/internal/private"
)

// LineError is a line of the journal that cannot be read. Reading goes on behind it.
type LineError struct {
	Path string
	// Line counts from 1.
	Line int
	Err  error
}

// Error names the file and the line.
func (e *LineError) Error() string { return fmt.Sprintf("%s, line %d: %v", e.Path, e.Line, e.Err) }

// Unwrap gives the cause.
func (e *LineError) Unwrap() error { return e.Err }

// snapshot is a journal as it stood at one moment. Full files never change; of the current one,
// only what was there counts.
type snapshot struct {
	rotated []string
	current *os.File
	size    int64
}

// look takes a snapshot; it holds no file where there is no journal.
func look(dir string) (snapshot, error) {
	var s snapshot
	f := newFile(dir)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	err := f.withLock(func() (err error) {
		if s.rotated, err = rotated(dir); err != nil {
			return err
		}
		s.current, err = private.Open(f.path(), os.O_RDONLY)
		if errors.Is(err, fs.ErrNotExist) {
			s.current = nil
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the journal: %w", err)
		}
		s.size, err = s.current.Seek(0, io.SeekEnd)
		return err
	})
	return s, err
}

func (s snapshot) close() error {
	if s.current == nil {
		return nil
	}
	return s.current.Close()
}

// line is one line of a file, valid until the next one.
type line struct {
	path   string
	number int
	text   []byte
}

// lines walks the whole lines of all files, oldest first. A last line without its end was cut off
// when a writer was killed, before its call was sent; it does not count.
func (s snapshot) lines() iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		for _, path := range s.rotated {
			full, err := private.Open(path, os.O_RDONLY)
			if err != nil {
				yield(line{}, fmt.Errorf("reading the journal: %w", err))
				return
			}
			more := eachLine(path, full, yield)
			full.Close() //nolint:errcheck // it was only read
			if !more {
				return
			}
		}
		if s.current != nil {
			eachLine(s.current.Name(), io.NewSectionReader(s.current, 0, s.size), yield)
		}
	}
}

func eachLine(path string, from io.Reader, yield func(line, error) bool) (more bool) {
	reader := bufio.NewReaderSize(from, 64<<10)
	var whole []byte
	for number := 1; ; number++ {
		whole = whole[:0]
		text, err := reader.ReadSlice('\n')
		for ; errors.Is(err, bufio.ErrBufferFull); text, err = reader.ReadSlice('\n') {
			whole = append(whole, text...)
		}
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			yield(line{}, fmt.Errorf("reading the journal %s: %w", filepath.Base(path), err))
			return false
		}
		if len(whole) > 0 {
			whole = append(whole, text...)
			text = whole
		}
		if text = bytes.TrimSuffix(text, []byte("\n")); len(text) > 0 && !yield(line{path, number, text}, nil) {
			return false
		}
	}
}
