package cmdkit

import (
	"errors"
	"io/fs"
	"os"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

// OpenFile opens a file that a flag names for reading. That it cannot be opened is a mistake of the command
// line, whichever command it is.
func OpenFile(flag, name string) (*os.File, error) {
	file, err := os.Open(name) //nolint:gosec // the user names the file
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fail.Usagef("%s: there is no file %s", flag, name)
	}
	if err != nil {
		return nil, fail.Usagef("%s: %w", flag, err)
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		CloseQuietly(file)
		return nil, fail.Usagef("%s %s is a folder: give the name of a file", flag, name)
	}
	return file, nil
}
