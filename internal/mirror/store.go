package mirror

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/server"
)

// Options say which mirror is meant, and for whom.
type Options struct {
	// Address is the path of a SQLite file, or a PostgreSQL address (postgres://…).
	Address string
	// Environment is the name of the environment, from which PostgreSQL gets its schema.
	Environment string
	// Server and User are whose view of whose data the mirror holds. What was stored for others is
	// never used. Without a user, that of the mirror is taken.
	Server, User string
	Catalog      *api.Catalog
	// DayZone is where the days of the records begin; nil is UTC.
	DayZone *time.Location
	// Now is the clock; nil is the machine's.
	Now func() time.Time
	// Make makes a mirror where there is none. Without it, Open fails with ErrNone.
	Make bool
	// Own tells that Address lies where only mirrors are, so that what cannot be read there is a
	// damaged one.
	Own bool
	// Anybody opens a mirror whoever it was made for, to remove it.
	Anybody bool
	// Command is what others are told who find the mirror in use.
	Command string
}

// now is the present moment by the clock of the options.
func (o Options) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}

// Store is an open mirror. Its methods may be called from several goroutines; they take turns.
type Store struct {
	options Options
	dialect dialect
	place   string
	db      *sql.DB
	// conn is the one connection that everything but Query uses, since temporary tables belong to
	// a connection.
	conn *sql.Conn
	mu   sync.Mutex
	// leave removes what does not go with the connection.
	leave func() error
	// file is what stood at the address when it was opened, nil for a database.
	file os.FileInfo
}

// schemaVersion is that of the tables. A mirror with a higher one is left alone.
const schemaVersion = "1"

// Open opens a mirror. It fails with ErrNone, ErrNotOurs, ErrNewer, a *DamagedError or a
// *ForeignError where it cannot be used.
func Open(ctx context.Context, options Options) (*Store, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	s := &Store{options: options, place: Place(options.Address)}
	var err error
	if isPostgres(options.Address) {
		s.db, s.dialect, err = openPostgres(ctx, options)
	} else {
		s.db, s.dialect, err = openSQLite(options)
	}
	if err != nil {
		return nil, err
	}
	if s.conn, err = s.db.Conn(ctx); err == nil {
		s.leave = func() error {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
			defer cancel()
			return s.dialect.dropWorkingTables(ctx, s.conn)
		}
		err = s.begin(ctx)
	}
	if err == nil && !isPostgres(options.Address) {
		s.file, err = os.Stat(options.Address)
	}
	if err != nil {
		return nil, errors.Join(s.named("opening", err), s.Close())
	}
	return s, nil
}

// begin makes the tables where there are none, and sees for whom the mirror was made.
func (s *Store) begin(ctx context.Context) error {
	some, ours, err := s.dialect.hasTables(ctx, s.conn)
	switch {
	case err != nil:
		return err
	case some && !ours:
		return ErrNotOurs
	case !ours && !s.options.Make:
		return ErrNone
	case !ours:
		if err := s.makeTables(ctx); err != nil {
			return err
		}
	}
	if err := s.checkVersion(ctx); err != nil {
		return err
	}
	if !s.options.Anybody {
		if err := s.checkOwner(ctx); err != nil {
			return err
		}
	}
	return nil
}

// makeTables makes all tables or, where it is stopped, none. Another process may have made them
// meanwhile.
func (s *Store) makeTables(ctx context.Context) error {
	if err := s.dialect.prepare(ctx, s.conn); err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		if err := s.dialect.alone(ctx, tx); err != nil {
			return err
		}
		if _, ours, err := s.dialect.hasTables(ctx, tx); err != nil || ours {
			return err
		}
		for _, statement := range s.dialect.tables() {
			if _, err := tx.ExecContext(ctx, s.dialect.rebind(statement)); err != nil {
				return fmt.Errorf("making the tables: %w", err)
			}
		}
		for name, value := range map[string]string{
			"version": schemaVersion, "server": s.options.Server, "user": s.options.User,
			"environment": s.options.Environment, "made_at": s.options.Now().UTC().Format(time.RFC3339),
		} {
			if err := s.setMeta(ctx, tx, name, value); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) checkVersion(ctx context.Context) error {
	version, err := s.meta(ctx, s.conn, "version")
	if err == nil && version != schemaVersion {
		return fmt.Errorf("%w: its tables have version %s, this program knows %s", ErrNewer, version, schemaVersion)
	}
	return err
}

// sameServer leaves out of account how a server was written when the mirror was made.
func sameServer(one, other string) bool {
	form := func(address string) string {
		u, err := url.Parse(address)
		if err != nil {
			return address
		}
		if same, err := server.Canonical(u); err == nil {
			return same.String()
		}
		return address
	}
	return form(one) == form(other)
}

func (s *Store) checkOwner(ctx context.Context) error {
	owner, err := s.meta(ctx, s.conn, "server")
	if err != nil {
		return err
	}
	user, err := s.meta(ctx, s.conn, "user")
	if err != nil {
		return err
	}
	if !sameServer(owner, s.options.Server) || user != s.options.User && s.options.User != "" {
		return &ForeignError{
			Place: s.place, Server: owner, User: user,
			WantedServer: s.options.Server, WantedUser: s.options.User,
		}
	}
	return nil
}

// Place is the file of the mirror, or its address without the password.
func (s *Store) Place() string { return s.place }

// farewell is how long a database may take to be left.
const farewell = 5 * time.Second

// Close ends the use of the mirror.
func (s *Store) Close() error {
	var err error
	if s.conn != nil {
		err = errors.Join(s.leave(), s.conn.Close())
	}
	return errors.Join(err, s.db.Close())
}

// meta gives what the mirror knows of itself under a name, "" for nothing.
func (s *Store) meta(ctx context.Context, on queryer, name string) (string, error) {
	var value string
	err := on.QueryRowContext(ctx, s.dialect.rebind("select value from meta where name = ?"), name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

func (s *Store) setMeta(ctx context.Context, on queryer, name, value string) error {
	_, err := on.ExecContext(ctx, s.dialect.rebind(
		"insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value"), name, value)
	return err
}

// inTx does something in one transaction: all of it, or nothing.
func (s *Store) inTx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// locked does something while no other goroutine uses the connection, and names what failed. What is
// done must be short: it is not cut off when ctx ends, but a while later.
func (s *Store) locked(ctx context.Context, doing string, do func(context.Context) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx, cancel := patient(ctx)
	defer cancel()
	return s.named(doing, do(ctx))
}

// named says of an error where it came from, and whether the database is damaged.
func (s *Store) named(doing string, err error) error {
	var foreign *ForeignError
	var power *PowerError
	switch {
	case err == nil, errors.As(err, &foreign), errors.As(err, &power):
		return err
	case s.dialect.damaged(err):
		return &DamagedError{Place: s.place, Err: err}
	case s.dialect.denied(err):
		return fmt.Errorf("%s the mirror %s: %w: %w", doing, s.place, ErrDenied, err)
	default:
		return fmt.Errorf("%s the mirror %s: %w", doing, s.place, err)
	}
}
