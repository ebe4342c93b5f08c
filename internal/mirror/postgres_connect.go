package mirror

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// openPostgres prepares connections to a database. The schema is the one that search_path of the
// address names, else one named for the environment.
func openPostgres(ctx context.Context, options Options) (*sql.DB, dialect, error) {
	config, err := postgresConfig(options.Address, options.Command)
	if err != nil {
		return nil, nil, err
	}
	schema, _, _ := strings.Cut(config.RuntimeParams["search_path"], ",")
	delete(config.RuntimeParams, "search_path") // which a pooler refuses or, worse, leaves out
	if schema = strings.TrimSpace(schema); schema == "" {
		schema = schemaFor(options.Environment)
	}
	db := stdlib.OpenDB(*config)
	pooled, err := isPooled(ctx, db)
	if err != nil {
		return nil, nil, errors.Join(&UnreachableError{Place: Place(options.Address), Err: err}, db.Close())
	}
	d := postgresDialect{schema: schema, pooled: pooled}
	if pooled {
		d.mark = newMark(options.now())
	}
	return db, d, nil
}

// isPooled tells whether a pooler such as PgBouncer stands before the database: the process that answers
// is not the one that the connection was told.
func isPooled(ctx context.Context, db *sql.DB) (pooled bool, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var answering uint32
	if err := conn.QueryRowContext(ctx, "select pg_backend_pid()").Scan(&answering); err != nil {
		return false, err
	}
	return pooled, conn.Raw(func(driver any) error {
		own, ok := driver.(*stdlib.Conn)
		pooled = !ok || own.Conn().PgConn().PID() != answering
		return nil
	})
}

// postgresConfig reads an address. Its error does not repeat the address, which may hold a password.
func postgresConfig(address, command string) (*pgx.ConnConfig, error) {
	if misread(address) {
		return nil, fmt.Errorf(`%w: in a password, "@" is written %%40, "/" %%2F, "?" %%3F and "#" %%23`, ErrAddress)
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("%w as one of PostgreSQL: %s", ErrAddress, Place(address))
	}
	// Nothing may be left behind at the database between two transactions.
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	config.RuntimeParams["application_name"] = command
	config.RuntimeParams["timezone"] = "UTC"
	return config, nil
}
