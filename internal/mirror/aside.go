package mirror

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/files"
)

// sqliteFiles are the endings of what belongs to a mirror in a file.
func sqliteFiles() []string { return []string{"", "-wal", "-shm"} }

// SetAside renames the files of a damaged mirror, so that a new one can take their place and nothing
// is lost. It gives the new name. Only a mirror in a file can be set aside.
func SetAside(ctx context.Context, address string, now time.Time) (string, error) {
	if database.OnServer(address) {
		return "", fmt.Errorf("the mirror %s is a database of PostgreSQL, which its own tools mend", database.Place(address))
	}
	place := &Store{options: Options{Address: address, Now: func() time.Time { return now }, Command: "aimsio sync --rebuild"}, place: address}
	release, err := place.tryFile(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	aside := address + ".damaged-" + now.UTC().Format("20060102T150405Z")
	if _, err := os.Lstat(aside); err == nil {
		return "", fmt.Errorf("setting the mirror aside: %s is there already", aside)
	}
	for _, ending := range sqliteFiles() {
		if err := os.Rename(address+ending, aside+ending); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("setting the mirror aside: %w", err)
		}
	}
	return aside, nil
}

// Exists tells whether there may be a mirror at an address. A database is asked when it is opened.
func Exists(address string) bool {
	if database.OnServer(address) {
		return true
	}
	_, err := os.Stat(address)
	return err == nil
}

// OwnsFile tells whether a path leads to a file of the mirror at an address: the database, what SQLite keeps
// beside it, or its lock.
func OwnsFile(address, path string) bool {
	if address == "" || database.OnServer(address) {
		return false
	}
	for _, beside := range []string{"", "-wal", "-shm", "-journal", ".lock"} {
		if files.Same(address+beside, path) {
			return true
		}
	}
	return false
}
