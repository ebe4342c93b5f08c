package simulator

import (
	"errors"
	"fmt"
	"os"
)

// compactAbove is the number of lines below which a store is never rewritten.
const compactAbove = 1000

// add applies a write and adds its records to the file, all under one lock, so that writers
// see each other's records.
func (s *store) add(w *world, apply func(*world) []change) error {
	return s.locked(func() error {
		file, err := os.OpenFile(s.path, os.O_RDWR, 0o600)
		if errors.Is(err, os.ErrNotExist) {
			return errReplaced
		}
		if err != nil {
			return fmt.Errorf("writing the simulator's store: %w", err)
		}
		err = errors.Join(s.appendTo(file, w, apply), file.Close())
		if err != nil {
			return err
		}
		return s.compact(w)
	})
}

func (s *store) appendTo(file *os.File, w *world, apply func(*world) []change) error {
	if err := s.read(file, w); err != nil {
		return err
	}
	w.lock.Lock()
	changes := apply(w)
	w.lock.Unlock()
	lines, err := storeLines(changes)
	if err != nil || len(lines) == 0 {
		return err
	}
	// What a killed writer left behind the last whole line goes.
	if err := file.Truncate(s.offset); err != nil {
		return fmt.Errorf("writing the simulator's store: %w", err)
	}
	if _, err := file.WriteAt(lines, s.offset); err != nil {
		return fmt.Errorf("writing the simulator's store: %w", errors.Join(err, file.Truncate(s.offset)))
	}
	s.offset, s.lines = s.offset+int64(len(lines)), s.lines+len(changes)
	return nil
}

// compact rewrites the store with one line a record once most lines are out of date.
func (s *store) compact(w *world) error {
	if s.lines < compactAbove || s.foreign {
		return nil
	}
	w.lock.RLock()
	defer w.lock.RUnlock()
	live := 0
	for _, k := range w.kinds {
		live += len(k.written.byOrdinal)
	}
	if s.lines < 3*live {
		return nil
	}
	var changes []change
	for _, e := range w.catalog.Entities {
		k := w.kinds[e.Resource]
		for ordinal := range k.count() {
			if at := k.written.at(ordinal); at != nil {
				changes = append(changes, change{
					Resource: e.Resource, GUID: at.guid, UpdatedAt: at.updatedAt, Record: at.record.Raw(), Deleted: at.deleted,
				})
			}
		}
	}
	return s.create(w.setup, changes)
}
