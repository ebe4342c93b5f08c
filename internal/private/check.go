package private

import (
	"fmt"
	"io/fs"
)

// The permission bits of group and others.
const (
	othersWrite = 0o022
	othersRead  = 0o044
)

// Error is a file or a folder that users other than this one can change.
type Error struct {
	Path string
	// Problem says who can change it, Advice what to do about it.
	Problem, Advice string
}

// Error names the path, the problem and the advice.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s: %s", e.Path, e.Problem, e.Advice) }

// Check refuses with an *Error what others can change: by its mode, or because it is theirs. What
// belongs to root is nobody else's, since root can change everything anyway.
func Check(path string, info fs.FileInfo) error {
	if !modes {
		return nil
	}
	if owner, known := ownedBy(info); known && owner != 0 && owner != user() {
		return &Error{path, fmt.Sprintf("it belongs to another user (number %d)", owner), "make sure that it is as it should be, then chown it to yourself"}
	}
	mode := info.Mode().Perm()
	switch {
	case mode&othersWrite == 0:
		return nil
	case info.IsDir():
		problem := fmt.Sprintf("other users can change what is in it (mode %04o)", mode)
		return &Error{path, problem, "chmod 700 it, or choose a folder in it that is not there yet"}
	default:
		return &Error{path, fmt.Sprintf("other users can change it (mode %04o)", mode), "make sure that it is as it should be, then chmod 600 it"}
	}
}

// ReadableByOthers tells whether others can read a file or list a folder.
func ReadableByOthers(info fs.FileInfo) bool { return modes && info.Mode().Perm()&othersRead != 0 }
