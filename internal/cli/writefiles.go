package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/aimsio-cli/aimsio/internal/files"
)

// namedFile is a file as a flag names it, or a stream that leads to a file.
type namedFile struct {
	flag, path string
	stream     any
}

// checkFiles refuses to write over a file that the run reads or writes too: the input would be
// gone before it is sent, or the results before anybody sees them.
func (f *writeFlags) checkFiles(world World) error {
	results := namedFile{flag: "--results", path: f.results}
	if f.resume != "" {
		results = namedFile{flag: "--resume", path: f.resume}
	}
	input := namedFile{flag: "-f", path: f.file}
	if f.file == "-" {
		input = namedFile{flag: "standard input", stream: world.In}
	}
	out := namedFile{flag: "--out", path: f.output.out}
	if isStandardOutput(f.output.out) {
		out = namedFile{flag: "standard output", stream: world.Out}
	}
	return distinct(input, namedFile{flag: "--rejects", path: f.rejects}, out, results)
}

// distinct refuses two names of one file, of which the second is written. A device such as /dev/null
// takes everything.
func distinct(named ...namedFile) error {
	for i, one := range named {
		for _, other := range named[i+1:] {
			if one.same(other) {
				return usagef("%s and %s name the same file, %s", one.flag, other.flag, one.path+other.pathUnless(one.path))
			}
		}
	}
	return nil
}

// pathUnless gives the path if there is no other.
func (f namedFile) pathUnless(known string) string {
	if known != "" {
		return ""
	}
	return f.path
}

// same tells whether two names lead to one regular file, which need not be there yet.
func (f namedFile) same(other namedFile) bool {
	one, there := f.info()
	two, otherThere := other.info()
	switch {
	case there && otherThere:
		return one.Mode().IsRegular() && os.SameFile(one, two)
	case f.path == "" || other.path == "" || there || otherThere:
		return false
	default:
		return files.Same(f.path, other.path)
	}
}

// info describes the file, if it is there.
func (f namedFile) info() (os.FileInfo, bool) {
	if f.stream != nil {
		file, ok := f.stream.(*os.File)
		if !ok {
			return nil, false
		}
		info, err := file.Stat()
		return info, err == nil
	}
	if f.path == "" || f.path == "-" {
		return nil, false
	}
	info, err := os.Stat(f.path)
	return info, err == nil
}

// holdFile keeps another run from writing the same file until this one ends. It refuses where another does.
func holdFile(flag string, file *os.File) error {
	err := files.Hold(file)
	if _, held := errors.AsType[*files.LockedError](err); held {
		return failf(exitUsage, "wait until it ends, or name another file", "another run is writing to %s %s: nothing was sent", flag, file.Name())
	}
	return usage(err)
}

// openFresh opens a file that a run writes as it goes, and empties it once it is sure that nobody else is
// writing to it. what names it as its flag does.
func openFresh(what, path string, mode int) (*os.File, error) {
	file, err := os.OpenFile(path, mode|os.O_CREATE, 0o600) //nolint:gosec // the user names the file
	if err != nil {
		return nil, fmt.Errorf("opening the %s: %w", what, err)
	}
	if err := holdFile("--"+what, file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
		if err := file.Truncate(0); err != nil {
			return nil, errors.Join(fmt.Errorf("opening the %s: %w", what, err), file.Close())
		}
	}
	return file, nil
}
