package cmdkit

import (
	"errors"
	"fmt"
	"os"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/files"
)

// NamedFile is a file as a flag names it, or a stream that leads to a file.
type NamedFile struct {
	Flag, Path string
	Stream     any
}

// Distinct refuses two names of one file, of which the second is written. A device such as /dev/null
// takes everything.
func Distinct(named ...NamedFile) error {
	for i, one := range named {
		for _, other := range named[i+1:] {
			if one.same(other) {
				return fail.Usagef("%s and %s name the same file, %s", one.Flag, other.Flag, one.Path+other.pathUnless(one.Path))
			}
		}
	}
	return nil
}

// pathUnless gives the path if there is no other.
func (f NamedFile) pathUnless(known string) string {
	if known != "" {
		return ""
	}
	return f.Path
}

// same tells whether two names lead to one regular file, which need not be there yet.
func (f NamedFile) same(other NamedFile) bool {
	one, there := f.info()
	two, otherThere := other.info()
	switch {
	case there && otherThere:
		return one.Mode().IsRegular() && os.SameFile(one, two)
	case f.Path == "" || other.Path == "" || there || otherThere:
		return false
	default:
		return files.Same(f.Path, other.Path)
	}
}

// info describes the file, if it is there.
func (f NamedFile) info() (os.FileInfo, bool) {
	if f.Stream != nil {
		file, ok := f.Stream.(*os.File)
		if !ok {
			return nil, false
		}
		info, err := file.Stat()
		return info, err == nil
	}
	if f.Path == "" || f.Path == "-" {
		return nil, false
	}
	info, err := os.Stat(f.Path)
	return info, err == nil
}

// HoldFile keeps another run from writing the same file until this one ends. It refuses where another does.
func HoldFile(flag string, file *os.File) error {
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
	if err := HoldFile("--"+what, file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
		if err := file.Truncate(0); err != nil {
			return nil, errors.Join(fmt.Errorf("opening the %s: %w", what, err), file.Close())
		}
	}
	return file, nil
}
