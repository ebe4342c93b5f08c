package simulator

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
	"github.com/aimsio-cli/aimsio/internal/record"
)

// errReplaced says that the store is another one than the one that was read.
var errReplaced = errors.New("the simulator's store was replaced")

// store is a file of JSON lines: first what the data follow from, then every written record.
// Writers append; the last line of a record counts. Several processes may use it, each under
// the lock of a second file, which is never removed.
type store struct {
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
	Setup
}

// change is one written record as a line of the store.
type change struct {
	Resource  string         `json:"resource"`
	GUID      string         `json:"guid"`
	UpdatedAt int64          `json:"updatedAt"`
	Record    jsontext.Value `json:"record"`
	Deleted   bool           `json:"deleted,omitzero"`
}

const storeFormat = 1

func newStore(path string) *store {
	return &store{path: path}
}

func storeExists(path string) (bool, error) {
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
	if exists, err := storeExists(path); err != nil || !exists {
		return err
	}
	return newStore(path).locked(func() error {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("removing the simulator's store: %w", err)
		}
		return nil
	})
}

// locked runs do while no other process and no other goroutine uses the store.
func (s *store) locked(do func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return files.Alone(s.path+".lock", do)
}

// begin reads what the data of the store follow from, and makes the store where it is not there.
func (s *store) begin(setup Setup) (Setup, error) {
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return setup, fmt.Errorf("making the folder of the simulator's store: %w", err)
	}
	err := s.locked(func() error {
		content, err := os.ReadFile(s.path)
		if errors.Is(err, os.ErrNotExist) {
			return s.create(setup, nil)
		}
		if err != nil {
			return fmt.Errorf("reading the simulator's store: %w", err)
		}
		line, _, whole := bytes.Cut(content, []byte("\n"))
		head, err := s.readHead(line)
		if err == nil && !whole {
			err = s.damaged(1, errors.New("the line is cut off"))
		}
		setup, s.generation, s.offset = head.Setup, head.Generation, int64(len(line))+1
		return err
	})
	return setup, err
}

// create writes the whole store anew, as one step.
func (s *store) create(setup Setup, changes []change) error {
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
	if err := files.WriteWhole(s.path, content); err != nil {
		return fmt.Errorf("writing the simulator's store: %w", err)
	}
	s.generation, s.offset, s.lines = head.Generation, first+int64(len(lines)), len(changes)
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

func (s *store) readHead(line []byte) (storeHead, error) {
	var head storeHead
	if err := json.Unmarshal(line, &head); err != nil {
		return head, s.damaged(1, err)
	}
	if head.Format != storeFormat || head.Generation == "" || head.Jobs <= 0 {
		return head, s.damaged(1, errors.New("it does not begin as a store of this version"))
	}
	return head, nil
}

func (s *store) damaged(line int, err error) error {
	return fmt.Errorf("the simulator's store %s is damaged in line %d: %w; "+
		"`aimsio simulate --reset` starts afresh without what was written", s.path, line, err)
}

// catchUp takes over what was written to the file since it was last read.
func (s *store) catchUp(w *world) error {
	info, err := os.Stat(s.path)
	s.mu.Lock()
	unchanged := err == nil && info.Size() == s.offset
	s.mu.Unlock()
	if unchanged {
		return nil
	}
	return s.locked(func() error {
		file, err := os.Open(s.path)
		if errors.Is(err, os.ErrNotExist) {
			return errReplaced
		}
		if err != nil {
			return fmt.Errorf("reading the simulator's store: %w", err)
		}
		return errors.Join(s.read(file, w), file.Close())
	})
}

// read takes over the lines behind the offset. A last line without its end was cut off when a
// writer was killed: it was never confirmed to anyone and does not count.
func (s *store) read(file *os.File, w *world) error {
	first, err := bufio.NewReader(file).ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the simulator's store: %w", err)
	}
	head, err := s.readHead(bytes.TrimSuffix(first, []byte("\n")))
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("reading the simulator's store: %w", err)
	}
	if head.Generation != s.generation || info.Size() < s.offset {
		return errReplaced
	}
	content, err := io.ReadAll(io.NewSectionReader(file, s.offset, info.Size()-s.offset))
	if err != nil {
		return fmt.Errorf("reading the simulator's store: %w", err)
	}
	w.lock.Lock()
	defer w.lock.Unlock()
	for rest := content; ; {
		line, after, whole := bytes.Cut(rest, []byte("\n"))
		if !whole {
			return nil
		}
		if err := s.take(w, line); err != nil {
			return s.damaged(s.lines+2, err)
		}
		s.offset, s.lines, rest = s.offset+int64(len(line))+1, s.lines+1, after
	}
}

// take puts one line among what was written. A resource that the description no longer has stays
// in the file and is not served.
func (s *store) take(w *world, line []byte) error {
	var c change
	if err := json.Unmarshal(line, &c, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); err != nil {
		return fmt.Errorf("it is not a line of a store: %w", err)
	}
	k, known := w.kinds[c.Resource]
	if !known {
		s.foreign = true
		return nil
	}
	rec, err := record.New(c.Record)
	if err != nil {
		return fmt.Errorf("it holds no record: %w", err)
	}
	ordinal, exists := k.byIdentity(c.GUID)
	if at := k.written.byGUID[c.GUID]; at != nil {
		ordinal, exists = at.ordinal, true
	}
	if !exists {
		ordinal = k.count()
	}
	k.put(&entry{guid: c.GUID, ordinal: ordinal, updatedAt: c.UpdatedAt, record: rec, deleted: c.Deleted})
	return nil
}
