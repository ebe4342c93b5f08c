package spool

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// overflow is the temporary file behind a spool. Its mode is 0600: what a server answers is
// nobody else's business.
type overflow struct {
	file *os.File
	// name is set where the file could not be removed while it is open.
	name string
}

// newOverflow makes the file and takes its name away at once, so that nothing stays behind even
// if the program is killed. Windows refuses that for an open file; there Close removes it.
func newOverflow() (*overflow, error) {
	file, err := os.CreateTemp("", "aimsio-*")
	if err != nil {
		return nil, fmt.Errorf("making a temporary file for a large answer: %w", err)
	}
	o := &overflow{file: file}
	if os.Remove(file.Name()) != nil {
		o.name = file.Name()
	}
	return o, nil
}

func (o *overflow) write(p []byte) (int, error) {
	n, err := o.file.Write(p)
	if err != nil {
		return n, fmt.Errorf("keeping a large answer in a temporary file (TMPDIR chooses another folder): %w", err)
	}
	return n, nil
}

func (o *overflow) readAt(p []byte, offset int64) (int, error) {
	n, err := o.file.ReadAt(p, offset)
	if err != nil && !errors.Is(err, io.EOF) {
		return n, fmt.Errorf("reading a large answer from its temporary file: %w", err)
	}
	return n, err
}

func (o *overflow) close() error {
	err := o.file.Close()
	if o.name != "" {
		if gone := os.Remove(o.name); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	if err != nil {
		return fmt.Errorf("removing a temporary file: %w", err)
	}
	return nil
}
