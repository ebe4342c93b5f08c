package database

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// SQLiteAddress names a file as SQLite takes it, whatever characters stand in its path.
func SQLiteAddress(path string, parameters ...string) string {
	slashed := filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed, OmitHost: true, RawQuery: strings.Join(parameters, "&")}).String()
}

// MarkSQLite writes a number that tells whose file it is into the file, and lets readers go on while somebody writes.
func MarkSQLite(ctx context.Context, on *sql.Conn, application int) error {
	// The number stands in the file itself from here on, and not in the log that comes with the mode.
	if _, err := on.ExecContext(ctx, fmt.Sprintf("pragma application_id = %d", application)); err != nil {
		return err
	}
	for began := time.Now(); ; {
		var mode string
		err := on.QueryRowContext(ctx, "pragma journal_mode = wal").Scan(&mode)
		// This is the one statement that does not wait for another process by itself.
		if !isBusy(err) || time.Since(began) > busyTimeout {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(busyAgain):
		}
	}
}

// busyTimeout is how long a statement waits for another process, and busyAgain how often one that does
// not wait by itself is tried.
const (
	busyTimeout = 15 * time.Second
	busyAgain   = 10 * time.Millisecond
)

func isBusy(err error) bool { return sqliteCode(err) == sqlite3.SQLITE_BUSY }

// SQLiteDamaged tells whether an error means that the file itself is broken.
func SQLiteDamaged(err error) bool {
	switch sqliteCode(err) {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT:
		return true
	default:
		return false
	}
}

// SQLiteDenied tells whether an error means that the file may not be written to.
func SQLiteDenied(err error) bool { return sqliteCode(err) == sqlite3.SQLITE_READONLY }

// sqliteCode gives the kind of an error of SQLite, 0 for any other.
func sqliteCode(err error) int {
	failed, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return 0
	}
	return failed.Code() & 0xff
}

// Header is what the first bytes of a file say of it.
type Header int

// What a file can be.
const (
	// Empty has nothing in it yet, Ours the number of an application, Foreign another one, and NoDatabase is
	// nothing that SQLite reads.
	Empty Header = iota
	Ours
	Foreign
	NoDatabase
)

// SQLiteHeader reads the first bytes of a file, before it is opened as a database and something is done to it.
func SQLiteHeader(file io.Reader, application uint32) (Header, error) {
	const mark, place = "SQLite format 3\x00", 68
	header := make([]byte, 100)
	n, err := io.ReadFull(file, header)
	switch {
	case n == 0 && errors.Is(err, io.EOF):
		return Empty, nil
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return NoDatabase, err
	case n < len(header) || string(header[:len(mark)]) != mark:
		return NoDatabase, nil
	case binary.BigEndian.Uint32(header[place:]) == application:
		return Ours, nil
	default:
		return Foreign, nil
	}
}

// SQLiteSize gives the bytes that a file takes, with those that SQLite keeps beside it.
func SQLiteSize(path string) int64 {
	var size int64
	for _, ending := range []string{"", "-wal"} {
		if info, err := os.Stat(path + ending); err == nil {
			size += info.Size()
		}
	}
	return size
}
