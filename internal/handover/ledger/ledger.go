package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/private"
	"github.com/aimsio-cli/aimsio/internal/server"
)

// Options say which ledger is meant, and for whom.
type Options struct {
	// Address is the path of a SQLite file, or a PostgreSQL address (postgres://…).
	Address string
	// Environment is the name of the environment, from which PostgreSQL gets its schema.
	Environment string
	// Server and User are those whose records are handed over. What was handed over of others is never looked at.
	// Without a user, that of the ledger is taken.
	Server, User string
	Now          func() time.Time
	// Make makes a ledger where there is none. Without it, Open fails with ErrNone.
	Make bool
	// Anybody opens a ledger whoever it was made for, to keep a backup of it.
	Anybody bool
	// Command is what others are told who find an export in use.
	Command string
}

// applicationID tells a ledger from other files of SQLite; it reads "Aiml" in the file's header.
const applicationID = 0x41696d6c

// schemaVersion is that of the tables. A ledger with a higher one is left alone.
const schemaVersion = "1"

// Ledger is an open ledger. Its methods may be called from several goroutines.
type Ledger struct {
	options Options
	place   string
	db      *sql.DB
	// schema is that of PostgreSQL, empty for a file.
	schema string
}

// Open opens a ledger. It fails with ErrNone, ErrNotOurs, ErrNewer, a *DamagedError or a *ForeignError where it cannot
// be used.
func Open(ctx context.Context, options Options) (*Ledger, error) {
	l := &Ledger{options: options, place: database.Place(options.Address)}
	if err := l.connect(ctx); err != nil {
		return nil, l.wrapErr("opening", err)
	}
	if err := l.begin(ctx); err != nil {
		return nil, errors.Join(l.wrapErr("opening", err), l.db.Close())
	}
	return l, nil
}

func (l *Ledger) connect(ctx context.Context) error {
	if !database.OnServer(l.options.Address) {
		return l.connectFile()
	}
	opened, err := database.OpenPostgres(ctx, database.Ledger, l.options.Address, l.options.Environment, l.options.Command)
	if err != nil {
		return err
	}
	l.db, l.schema = opened.DB, schemaBeside(opened.Schema)
	return nil
}

// connectFile opens a file for the user alone. It is made only where the options ask for it. A commit waits until it
// is on disk: what was handed over cannot be found out again.
func (l *Ledger) connectFile() error {
	path, flag := l.options.Address, os.O_RDWR
	if l.options.Make {
		flag |= os.O_CREATE
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return fmt.Errorf("making its folder: %w", err)
		}
	}
	file, err := private.Open(path, flag)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNone
	}
	if err != nil {
		return err
	}
	header, err := database.SQLiteHeader(file, applicationID)
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	switch header {
	case database.Foreign:
		return ErrNotOurs
	case database.NoDatabase:
		return &database.DamagedError{Store: database.Ledger, Place: l.place, Err: errors.New("its first bytes are not those of a database")}
	case database.Empty, database.Ours:
	}
	l.db, err = sql.Open("sqlite", database.SQLiteAddress(path,
		"_txlock=immediate", "_pragma=busy_timeout(15000)", "_pragma=synchronous(full)", "_pragma=cache_size(-1000)"))
	return err
}

// begin makes the tables where there are none, and sees for whom the ledger was made.
func (l *Ledger) begin(ctx context.Context) error {
	some, ours, err := l.hasTables(ctx)
	switch {
	case err != nil:
		return err
	case some && !ours:
		return ErrNotOurs
	case !ours && !l.options.Make:
		return ErrNone
	case !ours:
		if err := l.make(ctx); err != nil {
			return err
		}
	}
	on := l.bind(l.db)
	version, err := readMeta(ctx, on, "version")
	if err != nil {
		return err
	}
	if version != schemaVersion {
		return fmt.Errorf("%w: its tables have version %s, this program knows %s", ErrNewer, version, schemaVersion)
	}
	if l.options.Anybody {
		return nil
	}
	return l.checkOwner(ctx)
}

func (l *Ledger) checkOwner(ctx context.Context) error {
	owner, err := l.Owner(ctx)
	if err != nil {
		return err
	}
	if !isOwner(owner, l.options) {
		return &database.ForeignError{
			Store: database.Ledger, Place: l.place, Server: owner.Server, User: owner.User,
			WantedServer: l.options.Server, WantedUser: l.options.User,
		}
	}
	return nil
}

// isOwner tells whether a ledger is that of the options.
func isOwner(owner Owner, wanted Options) bool {
	return server.Same(owner.Server, wanted.Server) && (owner.User == wanted.User || wanted.User == "")
}

// Owner is whose records a ledger is about.
type Owner struct {
	Environment string `json:"environment"`
	Server      string `json:"server"`
	User        string `json:"user"`
}

// Owner tells for whom the ledger was made.
func (l *Ledger) Owner(ctx context.Context) (owner Owner, err error) {
	on := l.bind(l.db)
	for name, to := range map[string]*string{"environment": &owner.Environment, "server": &owner.Server, "user": &owner.User} {
		if *to, err = readMeta(ctx, on, name); err != nil {
			return owner, l.wrapErr("reading", err)
		}
	}
	return owner, nil
}

func readMeta(ctx context.Context, on database.Queryer, name string) (value string, err error) {
	_, err = database.WasFound(on.QueryRowContext(ctx, "select value from meta where name = ?", name).Scan(&value))
	return value, err
}

// Place is the file of the ledger, or its address without the password.
func (l *Ledger) Place() string { return l.place }

// Close ends the use of the ledger.
func (l *Ledger) Close() error { return l.db.Close() }

// Read does something with the ledger that changes nothing. Its statements are written for all databases, with ? for
// their arguments, and name tables without a schema; doing says what it is for where it fails.
func (l *Ledger) Read(ctx context.Context, doing string, do func(ctx context.Context, on database.Queryer) error) error {
	return l.wrapErr(doing, do(ctx, l.bind(l.db)))
}

func (l *Ledger) read(ctx context.Context, do func(ctx context.Context, on database.Queryer) error) error {
	return l.Read(ctx, "reading", do)
}

// Change does something with the ledger in one transaction: all of it, or nothing. Once it has succeeded it is on
// disk. What is done must be short and calls nobody.
func (l *Ledger) Change(ctx context.Context, doing string, do func(ctx context.Context, tx database.Queryer) error) error {
	return l.wrapErr(doing, l.inTx(ctx, do))
}

func (l *Ledger) inTx(ctx context.Context, do func(ctx context.Context, tx database.Queryer) error) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(ctx, l.bind(tx)); err != nil {
		_ = tx.Rollback() // the reason is told, and what failed is undone in any case
		return err
	}
	return tx.Commit()
}

// now is the present time in epoch milliseconds.
func (l *Ledger) now() int64 { return l.options.Now().UnixMilli() }
