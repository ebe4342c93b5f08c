package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/aimsio-cli/aimsio/internal/private"
)

// maxFile is the largest configuration file that is read, in bytes.
const maxFile = 1 << 20

// readFile reads the configuration. It gives what can be used of a broken one, and the error.
// A file that is not there is an empty one.
func readFile(path string) (*file, error) {
	f := &file{path: path}
	f.checkFolder()
	content, info, err := readBounded(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		problem := err
		if fault, ok := errors.AsType[*fs.PathError](err); ok {
			problem = fault.Err
		}
		return f, f.fault(0, "cannot be read: %v", problem)
	}
	if open, ok := errors.AsType[*private.Error](private.Check(path, info)); ok {
		return f, f.fault(0, "%s, and so what this program runs and where it sends passwords: %s", open.Problem, open.Advice)
	}
	if private.ReadableByOthers(info) {
		f.warn(0, fmt.Sprintf("other users can read this file (mode %04o): chmod 600 it", info.Mode().Perm()))
	}
	f.read = true
	return f, f.parse(content)
}

// checkFolder warns of a folder in which others can take the file away or put another in its place.
// One like /tmp, where everybody can only change what is his own, does no harm.
func (f *file) checkFolder() {
	folder := filepath.Dir(f.path)
	info, err := os.Stat(folder)
	if err != nil || info.Mode()&fs.ModeSticky != 0 {
		return
	}
	if open, ok := errors.AsType[*private.Error](private.Check(folder, info)); ok {
		f.warn(0, fmt.Sprintf("the folder of this file is not safe: %s: chmod 700 the folder", open.Problem))
	}
}

// readBounded reads a regular file that is not too large, and tells who may do what with it.
func readBounded(path string) (content []byte, info fs.FileInfo, err error) {
	// Looked at before it is opened too, since opening a pipe would wait for a writer.
	if info, err = os.Stat(path); err != nil {
		return nil, nil, fmt.Errorf("looking for the file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, nil, errors.New("not a file")
	}
	in, err := os.Open(path) //nolint:gosec // the path is the user's own choice
	if err != nil {
		return nil, nil, fmt.Errorf("reading the file: %w", err)
	}
	info, err = in.Stat()
	if err == nil {
		content, err = io.ReadAll(io.LimitReader(in, maxFile+1))
	}
	if err = errors.Join(err, in.Close()); err != nil {
		return nil, nil, fmt.Errorf("reading the file: %w", err)
	}
	if len(content) > maxFile {
		return nil, nil, fmt.Errorf("larger than %d bytes", maxFile)
	}
	return content, info, nil
}
