package store

import (
	"errors"
	"fmt"
	"os"
)

// compactAbove is the number of lines below which a store is never rewritten.
const compactAbove = 1000

// add applies a write and adds its records to the file, all under one lock, so that writers
// see each other's records.
func (f *file) add(d *Dataset, apply func(*Dataset) []change) error {
	return f.withLock(func() error {
		file, err := os.OpenFile(f.path, os.O_RDWR, 0o600)
		if errors.Is(err, os.ErrNotExist) {
			return errReplaced
		}
		if err != nil {
			return fmt.Errorf("writing the simulator's store: %w", err)
		}
		err = errors.Join(f.appendTo(file, d, apply), file.Close())
		if err != nil {
			return err
		}
		return f.compact(d)
	})
}

func (f *file) appendTo(file *os.File, d *Dataset, apply func(*Dataset) []change) error {
	if err := f.read(file, d); err != nil {
		return err
	}
	d.lock.Lock()
	changes := apply(d)
	d.lock.Unlock()
	lines, err := storeLines(changes)
	if err != nil || len(lines) == 0 {
		return err
	}
	// What a killed writer left behind the last whole line goes.
	if err := file.Truncate(f.offset); err != nil {
		return fmt.Errorf("writing the simulator's store: %w", err)
	}
	if _, err := file.WriteAt(lines, f.offset); err != nil {
		return fmt.Errorf("writing the simulator's store: %w", errors.Join(err, file.Truncate(f.offset)))
	}
	f.offset, f.lines = f.offset+int64(len(lines)), f.lines+len(changes)
	return nil
}

// compact rewrites the store with one line a record once most lines are out of date.
func (f *file) compact(d *Dataset) error {
	if f.lines < compactAbove || f.foreign {
		return nil
	}
	if f.lines < 3*d.writtenCount() {
		return nil
	}
	return f.create(d.data.Setup, d.changes())
}
