package cli

import (
	"errors"
	"io/fs"
	"os"
)

// openFile opens a file that a flag names for reading. That it cannot be opened is a mistake of the command
// line, whichever command it is.
func openFile(flag, name string) (*os.File, error) {
	file, err := os.Open(name) //nolint:gosec // the user names the file
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("%s: there is no file %s", flag, name)
	}
	if err != nil {
		return nil, usagef("%s: %w", flag, err)
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		closeQuietly(file)
		return nil, usagef("%s %s is a folder: give the name of a file", flag, name)
	}
	return file, nil
}
