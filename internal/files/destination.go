package files

import (
	"fmt"
	"os"
	"path/filepath"
)

// Destination gives the path of the file that is meant to be written by a name, which may be a symbolic
// link, also one to nothing yet. A link may have been put there by somebody else: those that lead into
// another folder count only if they belong to the user, and so does what they lead to. A device of Windows is no file.
func Destination(name string) (string, error) {
	if err := refuseDevice(name); err != nil {
		return "", err
	}
	path, mine, err := ownLinks(name)
	if err != nil || sameFolder(filepath.Dir(name), filepath.Dir(path)) {
		return path, err
	}
	target, err := os.Stat(path)
	if err != nil {
		target, err = os.Stat(filepath.Dir(path))
	}
	if err != nil {
		return "", fmt.Errorf("%s is a link to %s, which cannot be written: %w", name, path, err)
	}
	regular := target.Mode().IsRegular() || target.IsDir()
	if regular && (!mine || !own(target)) {
		return "", fmt.Errorf("%s is a link into another folder, to %s, and not both of them are yours: name that file itself", name, path)
	}
	return path, nil
}

// ownLinks follows symbolic links, and tells whether all that lead into another folder are the user's.
func ownLinks(name string) (path string, mine bool, err error) {
	at, mine := name, true
	for range maxLinks {
		link, err := os.Lstat(at)
		if err != nil || link.Mode()&os.ModeSymlink == 0 {
			return at, mine, nil //nolint:nilerr // nothing is there yet, or it is for the writer to find out what is wrong
		}
		next, err := os.Readlink(at)
		if err != nil {
			return "", false, explain(name, err)
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(at), next)
		}
		if !sameFolder(filepath.Dir(at), filepath.Dir(next)) {
			mine = mine && own(link)
		}
		at = next
	}
	return "", false, fmt.Errorf("%s: too many symbolic links", name)
}
