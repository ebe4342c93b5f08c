package cmdkit

import (
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

// named tells whether it is a file that the path stands for: "-" is a stream.
func (f NamedFile) named() bool { return f.Path != "" && f.Path != "-" }

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
	case there || otherThere || !f.named() || !other.named():
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
	if !f.named() {
		return nil, false
	}
	info, err := os.Stat(f.Path)
	return info, err == nil
}
