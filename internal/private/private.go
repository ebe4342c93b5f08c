// Package private keeps the program's own files and folders for the user alone: what others can
// change is refused, what others can read is mended. It knows nothing of what stands in them. Where
// modes mean nothing, as on Windows, the folders of a user's profile do that work, and nothing is
// checked here.
package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

const (
	folderMode = 0o700
	fileMode   = 0o600
)

// Folder makes a folder, and those above it that are missing, for the user alone (0700). One that
// is there is refused with an *Error where others can change what lies in it, and closed to others
// where they can only look. So it must be the program's own folder: one that the user chose may
// hold other things, and its mode is the user's affair; see Chosen.
func Folder(path string) error {
	info, err := folder(path)
	if err != nil || !ReadableByOthers(info) {
		return err
	}
	if err := os.Chmod(path, folderMode); err != nil {
		return fmt.Errorf("closing the folder to other users: %w", err)
	}
	return nil
}

// UserFolder is Folder for one that the user named: it is made or refused alike, but not changed.
func UserFolder(path string) error {
	_, err := folder(path)
	return err
}

func folder(path string) (fs.FileInfo, error) {
	// The mode is given here and not left to the umask, which can only take away from it.
	if err := os.MkdirAll(path, folderMode); err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	return info, Check(path, info)
}

// Open opens a file as os.OpenFile does with this flag, and makes it for the user alone (0600)
// where os.O_CREATE is among it. One that is there is refused with an *Error where others can change
// it, and closed to others where they can only read. What is looked at is what was opened.
func Open(path string, flag int) (*os.File, error) {
	file, err := os.OpenFile(path, flag, fileMode) //nolint:gosec // the caller's own file
	if err != nil {
		return nil, err
	}
	if err := restrictMode(path, file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// RestrictMode does to a file what Open does to it. One that is not there is none of its business.
func RestrictMode(path string) error {
	file, err := Open(path, os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

func restrictMode(path string, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if err := Check(path, info); err != nil || !ReadableByOthers(info) {
		return err
	}
	if err := file.Chmod(fileMode); err != nil {
		return fmt.Errorf("closing the file to other users: %w", err)
	}
	return nil
}
