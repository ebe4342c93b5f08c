package files

import (
	"os"
)

// Hold keeps others from holding the same file, under whichever name, until it is closed or the process
// ends. It fails with a *LockedError at once if another does. What is no regular file, and a file system
// without locks, keeps nobody out.
func Hold(file *os.File) error {
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return err
	}
	held, err := hold(file)
	if err != nil || held {
		return err
	}
	return &LockedError{Path: file.Name()}
}
