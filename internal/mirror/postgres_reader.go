package mirror

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// otherMessages is what a database says beside the rows, in bytes.
const otherMessages = 1 << 20

// openPostgresReader opens a database for queries, each in a transaction that only reads. A role that could
// do more is refused unless powerful.
func (s *Store) openPostgresReader(ctx context.Context, d postgresDialect, limits record.Limits, powerful bool) (*sql.DB, queryGuard, error) {
	config, err := database.PostgresConfig(s.options.Address, s.options.Command)
	if err != nil {
		return nil, nil, err
	}
	delete(config.RuntimeParams, "search_path")
	// A value comes in one message, and bytes take two characters each.
	most := 2*limits.Size + otherMessages
	config.BuildFrontend = func(r io.Reader, w io.Writer) *pgproto3.Frontend {
		frontend := pgproto3.NewFrontend(r, w)
		frontend.SetMaxBodyLen(most)
		return frontend
	}
	db := stdlib.OpenDB(*config)
	if !powerful {
		if err := checkPower(ctx, db, s.place); err != nil {
			return nil, nil, errors.Join(err, db.Close())
		}
	}
	return db, &postgresGuard{store: s, dialect: d}, nil
}

// postgresGuard takes only statements of which the database itself says that they give rows.
type postgresGuard struct {
	store   *Store
	dialect postgresDialect
	read    Reads
}

func (g *postgresGuard) prepare(ctx context.Context, conn *sql.Conn, tx *sql.Tx, query string, args ...any) error {
	g.read = Reads{}
	// From the first statement on, a transaction cannot be made one that writes.
	if _, err := tx.ExecContext(ctx, "select set_config('search_path', $1, true)", sqltext.Name(g.dialect.schema)); err != nil {
		return err
	}
	if err := describe(ctx, conn, query); err != nil {
		return err
	}
	return g.explain(ctx, tx, query, args)
}

// describe has the database read a statement without carrying it out. It takes one alone, and whatever
// gives no rows is no query: "copy … to" writes files even where nothing else may be written.
func describe(ctx context.Context, conn *sql.Conn, query string) error {
	return conn.Raw(func(driver any) error {
		own, ok := driver.(*stdlib.Conn)
		if !ok {
			return errors.New("this connection cannot describe a statement")
		}
		statement, err := own.Conn().PgConn().Prepare(ctx, "", query, nil)
		if err == nil && len(statement.Fields) == 0 {
			err = errNoQuery
		}
		return err
	})
}

// explain learns from the database's plan what a query reads. Of a statement that has none, such as
// "show", nothing is read.
func (g *postgresGuard) explain(ctx context.Context, tx *sql.Tx, query string, args []any) error {
	if _, err := tx.ExecContext(ctx, "savepoint plan"); err != nil {
		return err
	}
	var text string
	err := tx.QueryRowContext(ctx, "explain (verbose, format json) "+query, args...).Scan(&text)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case g.tooLarge(err):
		return err // a value that the query itself makes stands in its plan
	case err == nil:
		if g.read, err = g.store.readsOfPlan([]byte(text), g.dialect.schema); err != nil {
			return fmt.Errorf("reading the plan of the query: %w", err)
		}
	}
	_, err = tx.ExecContext(ctx, "rollback to savepoint plan")
	return err
}

func (g *postgresGuard) reads() Reads { return g.read }

func (g *postgresGuard) tooLarge(err error) bool {
	_, large := errors.AsType[*pgproto3.ExceededMaxBodyLenErr](err)
	return large
}
