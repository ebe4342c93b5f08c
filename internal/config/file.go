package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
)

// maxFile is the largest configuration file that is read, in bytes.
const maxFile = 1 << 20

// file is what the configuration file says.
type file struct {
	path     string
	top      map[string]Setting
	entries  []entry
	warnings []string
	// read tells that the file itself is sound, whatever stands in it.
	read bool
}

// entry is one element of environments.
type entry struct {
	name   string
	line   int
	values map[string]Setting
	// arguments is a password command that was given as a list.
	arguments []string
}

// readFile reads the configuration. It gives what can be used of a broken one, and the error.
// A file that is not there is an empty one.
func readFile(path string) (*file, error) {
	f := &file{path: path}
	content, mode, err := readBounded(path)
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
	if runtime.GOOS != "windows" {
		if mode&0o022 != 0 {
			return f, &FileError{Path: path, Problem: fmt.Sprintf(
				"other users can change this file (mode %04o), and so what this program runs and where it sends passwords: chmod 600 it", mode)}
		}
		if mode&0o044 != 0 {
			f.warn(0, fmt.Sprintf("other users can read this file (mode %04o): chmod 600 it", mode))
		}
	}
	f.read = true
	return f, f.parse(content)
}

// readBounded reads a regular file that is not too large, and gives its permission bits.
func readBounded(path string) (content []byte, mode fs.FileMode, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, fmt.Errorf("looking for the file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, 0, errors.New("not a file")
	}
	in, err := os.Open(path) //nolint:gosec // the path is the user's own choice
	if err != nil {
		return nil, 0, fmt.Errorf("reading the file: %w", err)
	}
	content, err = io.ReadAll(io.LimitReader(in, maxFile+1))
	if err = errors.Join(err, in.Close()); err != nil {
		return nil, 0, fmt.Errorf("reading the file: %w", err)
	}
	if len(content) > maxFile {
		return nil, 0, fmt.Errorf("larger than %d bytes", maxFile)
	}
	return content, info.Mode().Perm(), nil
}

func (f *file) warn(line int, text string) {
	f.warnings = append(f.warnings, (&FileError{Path: f.path, Line: line, Problem: text}).Error())
}

func (f *file) fault(line int, format string, args ...any) error {
	return &FileError{Path: f.path, Line: line, Problem: fmt.Sprintf(format, args...)}
}

func (f *file) entry(name string) *entry {
	for i := range f.entries {
		if f.entries[i].name == name {
			return &f.entries[i]
		}
	}
	return nil
}
