package cli

import (
	"os"
	"path/filepath"
)

// namedFile is a file as a flag names it.
type namedFile struct{ flag, path string }

// checkFiles refuses to write over a file that the run reads or writes too: the input would be
// gone before it is sent.
func (f *writeFlags) checkFiles() error {
	results := namedFile{"--results", f.results}
	if f.resume != "" {
		results = namedFile{"--resume", f.resume}
	}
	files := []namedFile{{"-f", f.file}, {"--rejects", f.rejects}, {"--out", f.output.out}, results}
	for i, one := range files {
		for _, other := range files[i+1:] {
			if sameFile(one.path, other.path) {
				return usagef("%s and %s name the same file, %s", one.flag, other.flag, one.path)
			}
		}
	}
	return nil
}

// sameFile tells whether two paths lead to one regular file, which need not be there yet. A device
// such as /dev/null takes everything.
func sameFile(one, other string) bool {
	if one == "" || other == "" || one == "-" || other == "-" {
		return false
	}
	about, err := os.Stat(one)
	if err != nil {
		return filepath.Clean(one) == filepath.Clean(other)
	}
	aboutOther, err := os.Stat(other)
	return err == nil && about.Mode().IsRegular() && os.SameFile(about, aboutOther)
}
