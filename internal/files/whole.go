package files

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Whole is a file in the making. It stands under a name of its own, in the folder that it is for,
// until Commit gives it its own name.
type Whole struct {
	path string
	file *os.File
}

// Begin begins a file for the user alone (0600) that will take the place of what is at path. A
// symbolic link there would be replaced itself: see Follow.
func Begin(path string) (*Whole, error) {
	file, err := os.CreateTemp(filepath.Dir(path), unfinished(path)) // of mode 0600
	if err != nil {
		return nil, explain(path, err)
	}
	return &Whole{path: path, file: file}, nil
}

// unfinished is the pattern of names that a file in the making has. It tells for which path the file is, of whose name it may
// not be longer.
func unfinished(path string) string {
	sum := sha256.Sum256([]byte(filepath.Base(path)))
	return ".aimsio-" + hex.EncodeToString(sum[:4]) + "-*"
}

// Sweep removes what was begun for a path by processes that were killed. The caller sees that no other is about it now.
func Sweep(path string) error {
	folder := filepath.Dir(path)
	left, err := fs.Glob(os.DirFS(folder), unfinished(path))
	for _, name := range left {
		err = errors.Join(err, os.Remove(filepath.Join(folder, name)))
	}
	return err
}

// Temporary is the path that the file has until Commit.
func (w *Whole) Temporary() string { return w.file.Name() }

// Write adds to the file.
func (w *Whole) Write(p []byte) (int, error) {
	n, err := w.file.Write(p)
	return n, w.explain(err)
}

// Chmod changes the mode of the file.
func (w *Whole) Chmod(mode fs.FileMode) error { return w.explain(w.file.Chmod(mode)) }

// Commit waits until the file is on disk and puts it in its place. After an error it is thrown away.
func (w *Whole) Commit() error {
	err := w.file.Sync()
	if closed := w.file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(w.file.Name(), w.path)
	}
	if err != nil {
		return errors.Join(w.explain(err), os.Remove(w.file.Name()))
	}
	syncFolder(filepath.Dir(w.path))
	return nil
}

// Discard throws the file away.
func (w *Whole) Discard() error {
	return errors.Join(w.file.Close(), os.Remove(w.file.Name()))
}

func (w *Whole) explain(err error) error { return explain(w.path, err) }

// explain says which file could not be written, and leaves out the name of the unfinished one, which
// means nothing to the user.
func explain(path string, err error) error {
	if err == nil {
		return nil
	}
	if fault, ok := errors.AsType[*fs.PathError](err); ok {
		err = fault.Err
	} else if fault, ok := errors.AsType[*os.LinkError](err); ok {
		err = fault.Err
	}
	return &fs.PathError{Op: "writing", Path: path, Err: err}
}

// syncFolder makes a new name in a folder last over a loss of power, where the system can do that.
func syncFolder(path string) {
	folder, err := os.Open(path) //nolint:gosec // the caller's own folder
	if err != nil {
		return
	}
	_ = folder.Sync()
	_ = folder.Close()
}

// WriteWhole puts a file with this content, for the user alone (0600), in the place of what is at
// path, as a whole or not at all. A symbolic link there is replaced itself: see Follow.
func WriteWhole(path string, content []byte) error {
	whole, err := Begin(path)
	if err != nil {
		return err
	}
	if _, err := whole.Write(content); err != nil {
		return errors.Join(err, whole.Discard())
	}
	return whole.Commit()
}
