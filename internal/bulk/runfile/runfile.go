// Package runfile opens the files that a write keeps as it goes: results and rejects. It sees that no other run has
// them, that there is room, and where to go on. What stands in them does not come in.
package runfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/files"
)

// SeekBehindLastLine cuts off a last line that is not whole, and goes to the end of the file.
func SeekBehindLastLine(file *os.File) error {
	size, whole := int64(0), int64(0)
	lines := bufio.NewReader(file)
	for {
		line, err := lines.ReadBytes('\n')
		size += int64(len(line))
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		whole = size
	}
	if err := file.Truncate(whole); err != nil {
		return err
	}
	_, err := file.Seek(whole, io.SeekStart)
	return err
}

// Hold keeps another run from writing the same file until this one ends. It refuses where another does.
func Hold(flag string, file *os.File) error {
	err := files.Hold(file)
	if _, held := errors.AsType[*files.LockedError](err); held {
		return fail.New(fail.Usage, "wait until it ends, or name another file", "another run is writing to %s %s: nothing was sent", flag, file.Name())
	}
	return fail.AsUsage(err)
}

// OpenFresh opens a file that a run writes as it goes, and empties it once it is sure that nobody else is
// writing to it. what names it as its flag does.
func OpenFresh(what, path string, mode int) (*os.File, error) {
	file, err := os.OpenFile(path, mode|os.O_CREATE, 0o600) //nolint:gosec // the user names the file
	if err != nil {
		return nil, fmt.Errorf("opening the %s: %w", what, err)
	}
	if err := Hold("--"+what, file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
		if err := file.Truncate(0); err != nil {
			return nil, errors.Join(fmt.Errorf("opening the %s: %w", what, err), file.Close())
		}
	}
	return file, nil
}
