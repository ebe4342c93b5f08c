package mirror

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
	"github.com/aimsio-cli/aimsio/internal/mirror/views"
	"github.com/aimsio-cli/aimsio/internal/private"
)

// sqliteDialect is a file of one user on one machine.
type sqliteDialect struct{ path string }

// openSQLite opens a file for the user alone. It is made only where the options ask for it.
func openSQLite(options Options) (*sql.DB, dialect, error) {
	path := options.Address
	flag := os.O_RDWR
	if options.Make {
		flag |= os.O_CREATE
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, nil, fmt.Errorf("making the folder of the mirror: %w", err)
		}
	}
	file, err := private.Open(path, flag)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%w at %s", ErrNone, path)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("opening the mirror: %w", err)
	}
	if err := errors.Join(checkHeader(file, options.Own), file.Close()); err != nil {
		return nil, nil, err
	}
	// Every transaction begins as one that writes: one that only becomes so can be refused in its
	// middle. A commit does not wait for the disk: what a lost machine loses is fetched again.
	// Each of several connections has a cache, so it is small: the system keeps the file in memory as well.
	db, err := sql.Open("sqlite", database.SQLiteAddress(path,
		"_txlock=immediate", "_pragma=busy_timeout(15000)", "_pragma=synchronous(normal)", "_pragma=cache_size(-2000)"))
	return db, sqliteDialect{path: path}, err
}

func (d sqliteDialect) rebind(query string) string { return query }

// prepare marks the file as a mirror, and lets readers go on while somebody writes.
func (d sqliteDialect) prepare(ctx context.Context, on *sql.Conn) error {
	return database.MarkSQLite(ctx, on, applicationID)
}

// exclusive has nothing to do: every transaction is.
func (d sqliteDialect) exclusive(context.Context, queryer) error { return nil }

// inOrder has nothing to do: every transaction that writes waits for the one before.
func (d sqliteDialect) inOrder(context.Context, queryer) error { return nil }

func (d sqliteDialect) tables() []string {
	return []string{
		`create table meta (name text primary key, value text not null)`,
		`create table objects (
			seq integer primary key,
			entity text not null,
			id text not null,
			version text not null,
			updated_at integer,
			stub text not null,
			body text not null,
			document text,
			hash text not null,
			first_seen_at integer not null,
			fetched_at integer not null,
			gone_at integer,
			unique (entity, id))`,
		`create index objects_seq on objects (entity, seq)`,
		`create table history (
			seq integer primary key,
			at integer not null,
			entity text not null,
			id text not null,
			record_key text not null,
			kind text not null,
			updated_at integer,
			changes text)`,
		`create index history_at on history (at)`,
		`create table failures (entity text not null, id text not null, primary key (entity, id))`,
		`create table syncs (
			entity text primary key,
			indexed_at integer not null,
			complete integer not null,
			indexed integer not null,
			pending integer not null)`,
	}
}

func (d sqliteDialect) hasTables(ctx context.Context, on queryer) (some, ours bool, err error) {
	err = on.QueryRowContext(ctx,
		"select count(*) > 0, coalesce(sum(name in ('meta', 'objects', 'syncs')), 0) = 3 from sqlite_master where type = 'table'",
	).Scan(&some, &ours)
	return some, ours, err
}

func (d sqliteDialect) staging() string {
	return d.workingTable() + ` if not exists incoming (
		position integer primary key, id text unique, fault text, version text, updated_at integer, stub text)`
}

func (d sqliteDialect) workingTable() string { return "create temp table" }

func (d sqliteDialect) dropWorkingTables(context.Context, queryer) error { return nil }

func (d sqliteDialect) fullName(name string) string { return sqltext.Name(name) }

func (d sqliteDialect) stage(ctx context.Context, tx queryer, rows []staged) (err error) {
	insert, err := tx.PrepareContext(ctx, `insert into incoming (position, id, fault, version, updated_at, stub)
		values (?, ?, ?, ?, ?, ?) on conflict (id) do nothing`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, insert.Close()) }()
	// In the order of the index over id, which finds its pages in memory then. And a statement that
	// could be cut off starts a goroutine each time; these are over in microseconds.
	ctx = context.WithoutCancel(ctx)
	slices.SortStableFunc(rows, func(a, b staged) int { return strings.Compare(a.id, b.id) })
	for _, row := range rows {
		if _, err := insert.ExecContext(ctx, row.position, nullable(row.id), row.fault, row.version, row.updatedAt, string(row.entry)); err != nil {
			return err
		}
	}
	return nil
}

func (d sqliteDialect) body(raw []byte) any { return string(raw) }

// document is only kept where it is another than the body.
func (d sqliteDialect) document(raw []byte) any {
	if document, other := documentOf(raw); other {
		return document
	}
	return nil
}

func (d sqliteDialect) documentSQL() string { return "?" }

func (d sqliteDialect) damaged(err error) bool { return database.SQLiteDamaged(err) }

func (d sqliteDialect) denied(err error) bool { return database.SQLiteDenied(err) }

func (d sqliteDialect) check(ctx context.Context, on queryer) error {
	var found string
	if err := on.QueryRowContext(ctx, "pragma integrity_check(1)").Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return errors.New(found)
	}
	return nil
}

func (d sqliteDialect) size(context.Context, queryer) (int64, error) {
	return database.SQLiteSize(d.path), nil
}

func (d sqliteDialect) keyValue(field string) string {
	return d.viewSQL().Value("coalesce(document, body)", []string{field}, api.String)
}

func (d sqliteDialect) viewSQL() views.SQL { return views.SQLite(nil) }

// keyForms holds a number beside the text where the word can be one: SQLite tells them apart.
func (d sqliteDialect) keyForms(word string) []any {
	if n, err := strconv.ParseInt(word, 10, 64); err == nil && strconv.FormatInt(n, 10) == word {
		return []any{word, n}
	}
	return []any{word}
}

func (d sqliteDialect) derived(ctx context.Context, on queryer) (views, indexes []string, err error) {
	views, err = database.QueryStrings(ctx, on, "select name from sqlite_master where type = 'view'")
	if err != nil {
		return nil, nil, err
	}
	indexes, err = database.QueryStrings(ctx, on, "select name from sqlite_master where type = 'index' and name like 'key\\_%' escape '\\'")
	return views, indexes, err
}
