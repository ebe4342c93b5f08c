package simulator

import "errors"

// world opens the simulated data on first use.
func (s *Simulator) world() (*world, error) {
	s.opening.Lock()
	defer s.opening.Unlock()
	if s.opened == nil {
		w, err := s.open()
		if err != nil {
			return nil, err
		}
		s.opened = w
	}
	return s.opened, nil
}

func (s *Simulator) open() (*world, error) {
	setup := s.options.setup(s.clock())
	if s.options.Store == "" {
		return newWorld(s.options.Catalog, setup)
	}
	st := newStore(s.options.Store)
	setup, err := st.begin(setup)
	if err != nil {
		return nil, err
	}
	w, err := newWorld(s.options.Catalog, setup)
	if err != nil {
		return nil, err
	}
	w.store = st
	return w, st.catchUp(w)
}

// current gives the data with what other processes have written since.
func (s *Simulator) current() (*world, error) {
	for {
		w, err := s.world()
		if err != nil || w.store == nil {
			return w, err
		}
		if err = w.store.catchUp(w); !errors.Is(err, errReplaced) {
			return w, err
		}
		s.reopen(w)
	}
}

// reopen makes the next call read the store from its beginning: another process has started it
// afresh or has rewritten it.
func (s *Simulator) reopen(old *world) {
	s.opening.Lock()
	defer s.opening.Unlock()
	if s.opened == old {
		s.opened = nil
	}
}

// change applies a write to the data and keeps it in the store.
func (s *Simulator) change(apply func(*world) []change) error {
	for {
		w, err := s.world()
		if err != nil {
			return err
		}
		if w.store == nil {
			w.lock.Lock()
			apply(w)
			w.lock.Unlock()
			return nil
		}
		if err = w.store.add(w, apply); err == nil {
			return nil
		}
		// Where the file could not be written, memory is ahead of it: what counts is the file.
		s.reopen(w)
		if !errors.Is(err, errReplaced) {
			return err
		}
	}
}
