//go:build unix

package private

import (
	"io/fs"
	"os"
	"syscall"
)

// modes tells that permission bits say who can do what.
const modes = true

// user is the number of the user whom the program acts for.
func user() int { return os.Geteuid() }

// ownedBy gives the number of a file's owner.
func ownedBy(info fs.FileInfo) (owner int, known bool) {
	stat, known := info.Sys().(*syscall.Stat_t)
	if !known {
		return 0, false
	}
	return int(stat.Uid), true
}
