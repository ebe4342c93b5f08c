package mirror

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"slices"
	"sync"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// openSQLiteReader opens a file for queries: no statement can change it, nor any other file.
func (s *Store) openSQLiteReader(limits record.Limits) (*sql.DB, queryGuard, error) {
	connector, err := sqlite.NewConnector(database.SQLiteAddress(s.options.Address, "mode=ro", "_pragma=query_only(1)", "_pragma=busy_timeout(15000)"))
	if err != nil {
		return nil, nil, err
	}
	guard := &sqliteGuard{store: s, most: limits.Size * rowsPerCell}
	db := sql.OpenDB(readingConnector{connector, guard})
	db.SetMaxOpenConns(1) // the guard is that of one query
	return db, guard, nil
}

// readingConnector makes connections that take only statements that read. A mode of the connection
// would not do: "attach" opens any file anew, to write.
type readingConnector struct {
	driver.Connector

	guard *sqliteGuard
}

func (c readingConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	guarded, ok := conn.(sqlite.AuthorizerRegisterer)
	if !ok {
		return nil, errors.Join(errors.New("this SQLite cannot be kept from writing"), conn.Close())
	}
	if err := guarded.RegisterAuthorizer(c.guard.permit); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// sqliteGuard says of each thing that a statement would do whether it may, and keeps what it reads.
type sqliteGuard struct {
	store *Store
	// most is how many bytes a value or a row of the file may have.
	most int

	mu sync.Mutex
	// names are the views that are read, and the tables that are read past them.
	names []string
}

// A row of the file holds a record in up to two forms beside its entry in the index, and a whole record may be twice as
// large as one of a list. Nothing can be asked with less than leastRow.
const (
	rowsPerCell = 5
	leastRow    = 1 << 20
)

func (g *sqliteGuard) prepare(ctx context.Context, conn *sql.Conn, tx *sql.Tx, _ string, _ ...any) error {
	if _, err := sqlite.Limit(conn, sqlite3.SQLITE_LIMIT_LENGTH, min(max(g.most, leastRow), 1_000_000_000)); err != nil {
		return err
	}
	// From the first statement on, a transaction sees one state of the file.
	if _, err := tx.ExecContext(ctx, "select 1"); err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.names = nil
	return nil
}

func (g *sqliteGuard) reads() Reads {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.store.readsOf(g.names)
}

func (g *sqliteGuard) tooLarge(err error) bool {
	failed, ok := errors.AsType[*sqlite.Error](err)
	return ok && failed.Code()&0xff == sqlite3.SQLITE_TOOBIG
}

// permit decides on one action. The last word that it is given is the view within which that happens.
func (g *sqliteGuard) permit(action sqlite.AuthorizerActionCode, name, argument, _, view string) sqlite.AuthorizerReturnCode {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch action {
	case sqlite.AuthRead:
		if view != "" {
			name = view
		}
		if !slices.Contains(g.names, name) {
			g.names = append(g.names, name)
		}
		return sqlite.AuthorizerOK
	case sqlite.AuthSelect, sqlite.AuthFunction, sqlite.AuthRecursive, sqlite.AuthTransaction, sqlite.AuthSavepoint:
		return sqlite.AuthorizerOK
	case sqlite.AuthPragma:
		telling := []string{
			"table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list", "integrity_check", "quick_check",
		}
		if argument == "" || slices.Contains(telling, name) {
			return sqlite.AuthorizerOK
		}
		return sqlite.AuthorizerDeny
	default:
		return sqlite.AuthorizerDeny
	}
}
