package runfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// probeBytes is how much a disk must have room for before a run begins to write to it, in bytes: a
// good number of results.
const probeBytes = 64 << 10

// TempFiles are the files that go when the program ends in their middle.
type TempFiles interface {
	Add(path string)
	Drop(path string)
}

// CheckWritable finds out, before anything is sent, whether a file can be written, and leaves the file
// as it is: a full disk must not cost what is in it. A device or a pipe has no room to look at.
func CheckWritable(path string, temporary TempFiles) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil
	}
	trial, err := os.CreateTemp(filepath.Dir(path), ".aimsio-*")
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) {
		return nil // the file may be there all the same, and opening it says what is wrong
	}
	if err != nil {
		return noRoom(path, err)
	}
	temporary.Add(trial.Name())
	defer temporary.Drop(trial.Name())
	_, err = trial.Write(bytes.Repeat([]byte{' '}, probeBytes))
	if err == nil {
		err = trial.Sync()
	}
	if err = errors.Join(err, trial.Close(), os.Remove(trial.Name())); err != nil {
		return noRoom(path, err)
	}
	return nil
}

// noRoom names the file that is meant and not the one that it was tried with.
func noRoom(path string, err error) error {
	return fmt.Errorf("%s cannot be written, so nothing was sent: %w", path, CauseOf(err))
}

// CauseOf gives what a file system says, without the path that it says it of.
func CauseOf(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		return failed.Err
	}
	return err
}
