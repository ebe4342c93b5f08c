package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// ErrAddress says that an address of PostgreSQL is not one.
var ErrAddress = errors.New("the address of the mirror cannot be read")

// Postgres is a database of PostgreSQL that is not connected to yet.
type Postgres struct {
	*sql.DB
	// Schema is the one that search_path of the address names, else one named for the environment.
	Schema string
	// Pooled tells that a pooler stands before the database, so that each transaction may have another connection.
	Pooled bool
}

// OpenPostgres prepares connections for a command, and asks whether a pooler takes them. It fails with an
// *UnreachableError where nobody answers.
func OpenPostgres(ctx context.Context, store Store, address, environment, command string) (*Postgres, error) {
	config, err := PostgresConfig(address, command)
	if err != nil {
		return nil, err
	}
	schema, _, _ := strings.Cut(config.RuntimeParams["search_path"], ",")
	delete(config.RuntimeParams, "search_path") // which a pooler refuses or, worse, leaves out
	if schema = strings.TrimSpace(schema); schema == "" {
		schema = SchemaFor(environment)
	}
	db := stdlib.OpenDB(*config)
	pooled, err := isPooled(ctx, db)
	if err != nil {
		return nil, errors.Join(&UnreachableError{Store: store, Place: Place(address), Err: err}, db.Close())
	}
	return &Postgres{DB: db, Schema: schema, Pooled: pooled}, nil
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

// PostgresConfig reads an address. Its error does not repeat the address, which may hold a password.
func PostgresConfig(address, command string) (*pgx.ConnConfig, error) {
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

// SchemaFor names the schema of an environment so that it needs no quotes. A name that another one
// could be mistaken for is told apart by a sum.
func SchemaFor(environment string) string {
	plain := text.PlainName(environment, "")
	schema := "aimsio_" + plain
	if plain == environment && len(schema) <= sqltext.LongestName {
		return schema
	}
	sum := text.Sum(environment, 8)
	return schema[:min(len(schema), sqltext.LongestName-len(sum)-1)] + "_" + sum
}

// MakeSchema makes a schema. One that is there needs no right to make schemas. exclusive makes other processes wait
// that make something in it.
func MakeSchema(ctx context.Context, on *sql.Conn, schema string, exclusive func(context.Context, Queryer) error) error {
	tx, err := on.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err = exclusive(ctx, tx); err == nil {
		var there bool
		err = tx.QueryRowContext(ctx, "select exists (select 1 from pg_namespace where nspname = $1)", schema).Scan(&there)
		if err == nil && !there {
			_, err = tx.ExecContext(ctx, "create schema "+sqltext.Name(schema))
		}
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// PostgresDamaged tells whether an error means that the database itself is broken.
func PostgresDamaged(err error) bool {
	failed, ok := errors.AsType[*pgconn.PgError](err)
	return ok && strings.HasPrefix(failed.Code, "XX") // data_corrupted, index_corrupted
}

// PostgresDenied tells whether an error means that the user of the database may not do that.
func PostgresDenied(err error) bool {
	failed, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (failed.Code == "42501" || failed.Code == "25006") // insufficient_privilege, read_only_sql_transaction
}
