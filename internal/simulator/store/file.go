package store

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
)

// errReplaced says that the store is another one than the one that was read.
var errReplaced = errors.New("the simulator's store was replaced")

// file is a file of JSON lines: first what the data follow from, then every written record.
// Writers append; the last line of a record counts. Several processes may use it, each under
// the lock of a second file, which is never removed.
type file struct {
	path string

	// mu keeps the goroutines of this process apart, which the file lock does not.
	mu sync.Mutex
	// generation is that of the file that was read, offset how far, in bytes.
	generation string
	offset     int64
	lines      int
	// foreign is set where the file holds records of a resource that the description lacks.
	foreign bool
}

type storeHead struct {
	Format     int    `json:"aimsioSimulatorStore"`
	Generation string `json:"generation"`
	data.Setup
}

const storeFormat = 1

func newFile(path string) *file {
	return &file{path: path}
}

func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking for the simulator's store: %w", err)
	}
	return true, nil
}

// Reset removes what a simulator has kept, so that the next one starts afresh. That there is
// nothing to remove is no error.
func Reset(path string) error {
	if exists, err := exists(path); err != nil || !exists {
		return err
	}
	return newFile(path).withLock(func() error {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("removing the simulator's store: %w", err)
		}
		return nil
	})
}

// withLock runs do while no other process and no other goroutine uses the store.
func (f *file) withLock(do func() error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return files.Alone(f.path+".lock", do)
}

// begin reads what the data of the store follow from, and makes the store where it is not there.
func (f *file) begin(setup data.Setup) (data.Setup, error) {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return setup, fmt.Errorf("making the folder of the simulator's store: %w", err)
	}
	err := f.withLock(func() error {
		content, err := os.ReadFile(f.path)
		if errors.Is(err, os.ErrNotExist) {
			return f.create(setup, nil)
		}
		if err != nil {
			return fmt.Errorf("reading the simulator's store: %w", err)
		}
		line, _, whole := bytes.Cut(content, []byte("\n"))
		head, err := f.readHead(line)
		if err == nil && !whole {
			err = f.damaged(1, errors.New("the line is cut off"))
		}
		setup, f.generation, f.offset = head.Setup, head.Generation, int64(len(line))+1
		return err
	})
	return setup, err
}

// create writes the whole store anew, as one step.
func (f *file) create(setup data.Setup, changes []change) error {
	head := storeHead{Format: storeFormat, Generation: rand.Text(), Setup: setup}
	content, err := json.Marshal(head)
	if err != nil {
		return fmt.Errorf("writing the simulator's store: %w", err)
	}
	content = append(content, '\n')
	first := int64(len(content))
	lines, err := storeLines(changes)
	if err != nil {
		return err
	}
	content = append(content, lines...)
	if err := files.WriteWhole(f.path, content); err != nil {
		return fmt.Errorf("writing the simulator's store: %w", err)
	}
	f.generation, f.offset, f.lines = head.Generation, first+int64(len(lines)), len(changes)
	return nil
}

func storeLines(changes []change) ([]byte, error) {
	var lines []byte
	for i := range changes {
		line, err := json.Marshal(changes[i], jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		if err != nil {
			return nil, fmt.Errorf("writing the simulator's store: %w", err)
		}
		lines = append(append(lines, line...), '\n')
	}
	return lines, nil
}

func (f *file) readHead(line []byte) (storeHead, error) {
	var head storeHead
	if err := json.Unmarshal(line, &head); err != nil {
		return head, f.damaged(1, err)
	}
	if head.Format != storeFormat || head.Generation == "" || head.Jobs <= 0 || head.Jobs > data.MaxJobs {
		return head, f.damaged(1, errors.New("it does not begin as a store of this version"))
	}
	return head, nil
}

func (f *file) damaged(line int, err error) error {
	return fmt.Errorf("the simulator's store %s is damaged in line %d: %w; "+
		"`aimsio simulate --reset` starts afresh without what was written", f.path, line, err)
}

// catchUp takes over what was written to the file since it was last read.
func (f *file) catchUp(d *Dataset) error {
	info, err := os.Stat(f.path)
	f.mu.Lock()
	unchanged := err == nil && info.Size() == f.offset
	f.mu.Unlock()
	if unchanged {
		return nil
	}
	return f.withLock(func() error {
		file, err := os.Open(f.path)
		if errors.Is(err, os.ErrNotExist) {
			return errReplaced
		}
		if err != nil {
			return fmt.Errorf("reading the simulator's store: %w", err)
		}
		return errors.Join(f.read(file, d), file.Close())
	})
}

// read takes over the lines behind the offset. A last line without its end was cut off when a
// writer was killed: it was never confirmed to anyone and does not count.
func (f *file) read(file *os.File, d *Dataset) error {
	first, err := bufio.NewReader(file).ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the simulator's store: %w", err)
	}
	head, err := f.readHead(bytes.TrimSuffix(first, []byte("\n")))
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("reading the simulator's store: %w", err)
	}
	if head.Generation != f.generation || info.Size() < f.offset {
		return errReplaced
	}
	content, err := io.ReadAll(io.NewSectionReader(file, f.offset, info.Size()-f.offset))
	if err != nil {
		return fmt.Errorf("reading the simulator's store: %w", err)
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	for rest := content; ; {
		line, after, whole := bytes.Cut(rest, []byte("\n"))
		if !whole {
			return nil
		}
		if err := f.take(d, line); err != nil {
			return f.damaged(f.lines+2, err)
		}
		f.offset, f.lines, rest = f.offset+int64(len(line))+1, f.lines+1, after
	}
}

// take puts one line among what was written. A resource that the description no longer has stays
// in the file and is not served.
func (f *file) take(d *Dataset, line []byte) error {
	var c change
	if err := json.Unmarshal(line, &c, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); err != nil {
		return fmt.Errorf("it is not a line of a store: %w", err)
	}
	known, err := d.take(c)
	f.foreign = f.foreign || !known
	return err
}
