package mirror

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/server"
)

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
	// cleanup removes what does not go with the connection.
	cleanup func() error
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
	s := &Store{options: options, place: database.Place(options.Address)}
	var err error
	if database.OnServer(options.Address) {
		s.db, s.dialect, err = openPostgres(ctx, options)
	} else {
		s.db, s.dialect, err = openSQLite(options)
	}
	if err != nil {
		return nil, err
	}
	if s.conn, err = s.db.Conn(ctx); err == nil {
		s.cleanup = func() error {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
			defer cancel()
			return s.dialect.dropWorkingTables(ctx, s.conn)
		}
		err = s.begin(ctx, s.bind(s.conn))
	}
	if err == nil && !database.OnServer(options.Address) {
		s.file, err = os.Stat(options.Address)
	}
	if err != nil {
		return nil, errors.Join(s.wrapErr("opening", err), s.Close())
	}
	return s, nil
}

// begin makes the tables where there are none, and sees for whom the mirror was made.
func (s *Store) begin(ctx context.Context, on queryer) error {
	some, ours, err := s.dialect.hasTables(ctx, on)
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
	if err := checkVersion(ctx, on); err != nil {
		return err
	}
	if !s.options.Anybody {
		if err := s.checkOwner(ctx, on); err != nil {
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
	return s.inTx(ctx, func(tx queryer) error {
		if err := s.dialect.exclusive(ctx, tx); err != nil {
			return err
		}
		if _, ours, err := s.dialect.hasTables(ctx, tx); err != nil || ours {
			return err
		}
		if err := database.ExecAll(ctx, tx, s.dialect.tables()...); err != nil {
			return fmt.Errorf("making the tables: %w", err)
		}
		for name, value := range map[string]string{
			"version": schemaVersion, "server": s.options.Server, "user": s.options.User,
			"environment": s.options.Environment, "made_at": s.options.Now().UTC().Format(time.RFC3339),
		} {
			if err := writeMeta(ctx, tx, name, value); err != nil {
				return err
			}
		}
		return nil
	})
}

func checkVersion(ctx context.Context, on queryer) error {
	version, err := readMeta(ctx, on, "version")
	if err == nil && version != schemaVersion {
		return fmt.Errorf("%w: its tables have version %s, this program knows %s", ErrNewer, version, schemaVersion)
	}
	return err
}

func (s *Store) checkOwner(ctx context.Context, on queryer) error {
	owner, err := readMeta(ctx, on, "server")
	if err != nil {
		return err
	}
	user, err := readMeta(ctx, on, "user")
	if err != nil {
		return err
	}
	if !server.Same(owner, s.options.Server) || user != s.options.User && s.options.User != "" {
		return &database.ForeignError{
			Store: database.Mirror, Place: s.place, Server: owner, User: user,
			WantedServer: s.options.Server, WantedUser: s.options.User,
		}
	}
	return nil
}

// Place is the file of the mirror, or its address without the password.
func (s *Store) Place() string { return s.place }

// closeTimeout is how long a database may take to be left.
const closeTimeout = 5 * time.Second

// Close ends the use of the mirror.
func (s *Store) Close() error {
	var err error
	if s.conn != nil {
		err = errors.Join(s.cleanup(), s.conn.Close())
	}
	return errors.Join(err, s.db.Close())
}

// bind has statements that are written once for all databases carried out on a connection or in a transaction.
func (s *Store) bind(on queryer) queryer { return database.Rebound(on, s.dialect.rebind) }

// inTx does something in one transaction: all of it, or nothing. The caller holds the connection.
func (s *Store) inTx(ctx context.Context, do func(tx queryer) error) error {
	tx, err := s.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(s.bind(tx)); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// withConn does something on the connection while no other goroutine uses it, and names what failed. What
// is done must be short: it is not cut off when ctx ends, but a while later.
func (s *Store) withConn(ctx context.Context, doing string, do func(ctx context.Context, on queryer) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx, cancel := database.WithGrace(ctx)
	defer cancel()
	return s.wrapErr(doing, do(ctx, s.bind(s.conn)))
}

// read is withConn for what only reads.
func (s *Store) read(ctx context.Context, do func(ctx context.Context, on queryer) error) error {
	return s.withConn(ctx, "reading", do)
}

// withTx is withConn in one transaction.
func (s *Store) withTx(ctx context.Context, doing string, do func(ctx context.Context, tx queryer) error) error {
	return s.withConn(ctx, doing, func(ctx context.Context, _ queryer) error {
		return s.inTx(ctx, func(tx queryer) error { return do(ctx, tx) })
	})
}

// wrapErr says of an error where it came from, and whether the database is damaged.
func (s *Store) wrapErr(doing string, err error) error {
	_, foreign := errors.AsType[*database.ForeignError](err)
	_, power := errors.AsType[*PowerError](err)
	switch {
	case err == nil, foreign, power:
		return err
	case s.dialect.damaged(err):
		return &database.DamagedError{Store: database.Mirror, Place: s.place, Err: err}
	case s.dialect.denied(err):
		return fmt.Errorf("%s the mirror %s: %w: %w", doing, s.place, database.ErrDenied, err)
	default:
		return fmt.Errorf("%s the mirror %s: %w", doing, s.place, err)
	}
}
