// Package files changes files so that nothing is lost: a lock keeps processes apart, and a file is
// replaced as a whole or not at all. It tells whether two paths lead to one file. It knows nothing of
// what stands in them, and makes no folders.
package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// maxLinks is how many symbolic links are followed, as Linux does.
const maxLinks = 40

// Follow gives the path that symbolic links lead to in the end, also where nothing is there yet.
// Links among the folders of the path stay.
func Follow(path string) (string, error) {
	at := path
	for range maxLinks {
		next, err := os.Readlink(at)
		if err != nil {
			return at, nil //nolint:nilerr // not a link, or not there: the path itself is meant
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(at), next)
		}
		at = next
	}
	return "", fmt.Errorf("%s: too many symbolic links", path)
}

// Same tells whether two paths lead to one file, which need not be there yet: over links, also those
// that lead to nothing, over another spelling of the folders, and by hard links.
func Same(one, other string) bool {
	about, missing := os.Stat(one)
	aboutOther, missingOther := os.Stat(other)
	if missing == nil && missingOther == nil {
		return os.SameFile(about, aboutOther)
	}
	if errors.Is(missing, fs.ErrNotExist) != errors.Is(missingOther, fs.ErrNotExist) {
		return false
	}
	one, err := Follow(one)
	other, errOther := Follow(other)
	return err == nil && errOther == nil && sameName(filepath.Base(one), filepath.Base(other)) &&
		sameFolder(filepath.Dir(one), filepath.Dir(other))
}

func sameFolder(one, other string) bool {
	about, err := os.Stat(one)
	aboutOther, errOther := os.Stat(other)
	if err == nil && errOther == nil {
		return os.SameFile(about, aboutOther)
	}
	return filepath.Clean(one) == filepath.Clean(other)
}

// sameName leaves letter case out where the usual file system does.
func sameName(one, other string) bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return strings.EqualFold(one, other)
	}
	return one == other
}
