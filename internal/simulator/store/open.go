package store

import (
	"errors"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
)

// Store opens the data of a simulated contractor on first use, and keeps what is written, in a file
// or in memory alone.
type Store struct {
	catalog *api.Catalog
	setup   func() data.Setup
	path    string

	mu     sync.Mutex
	opened *opened
}

// opened is a dataset with the file that it was read from, or nil.
type opened struct {
	*Dataset

	file *file
}

// New prepares a store. A file that is there has the setup that counts; "" is memory alone. A file that is not
// there yet is made by the first call, not here. It fails where the description contradicts itself and where
// the file is damaged.
func New(c *api.Catalog, setup func() data.Setup, path string) (*Store, error) {
	s := &Store{catalog: c, setup: setup, path: path}
	exists, err := exists(path)
	switch {
	case err != nil:
	case path == "" || exists:
		_, err = s.open()
	default:
		_, err = newDataset(c, setup())
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Setup tells what the data follow from: the file's setup, where there is one. It makes the file
// where it is not there yet.
func (s *Store) Setup() (data.Setup, error) {
	o, err := s.open()
	if err != nil {
		return data.Setup{}, err
	}
	return o.data.Setup, nil
}

// open reads the data on first use.
func (s *Store) open() (*opened, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opened == nil {
		o, err := s.read()
		if err != nil {
			return nil, err
		}
		s.opened = o
	}
	return s.opened, nil
}

func (s *Store) read() (*opened, error) {
	if s.path == "" {
		d, err := newDataset(s.catalog, s.setup())
		return &opened{Dataset: d}, err
	}
	f := newFile(s.path)
	setup, err := f.begin(s.setup())
	if err != nil {
		return nil, err
	}
	d, err := newDataset(s.catalog, setup)
	if err != nil {
		return nil, err
	}
	return &opened{Dataset: d, file: f}, f.catchUp(d)
}

// Current gives the data with what other processes have written since.
func (s *Store) Current() (*Dataset, error) {
	for {
		o, err := s.open()
		if err != nil {
			return nil, err
		}
		if o.file != nil {
			err = o.file.catchUp(o.Dataset)
		}
		if !errors.Is(err, errReplaced) {
			return o.Dataset, err
		}
		s.reopen(o)
	}
}

// reopen makes the next call read the file from its beginning: another process has started it
// afresh or has rewritten it.
func (s *Store) reopen(old *opened) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opened == old {
		s.opened = nil
	}
}

// change applies a write to the data and keeps it.
func (s *Store) change(apply func(*Dataset) []change) error {
	for {
		o, err := s.open()
		if err != nil {
			return err
		}
		if o.file == nil {
			o.lock.Lock()
			apply(o.Dataset)
			o.lock.Unlock()
			return nil
		}
		if err = o.file.add(o.Dataset, apply); err == nil {
			return nil
		}
		// Where the file could not be written, memory is ahead of it: what counts is the file.
		s.reopen(o)
		if !errors.Is(err, errReplaced) {
			return err
		}
	}
}
