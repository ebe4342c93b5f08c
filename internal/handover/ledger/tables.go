package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// table is a table of the ledger, written for both databases: bytes stands for their type of bytes.
type table struct{ name, columns string }

// tables are all that a ledger has. Who needs another one adds it here, and works with it through Read and Change.
func tables() []table {
	return []table{
		{"meta", `name text primary key, value text not null`},
		// An export hands over records of one entity for ever.
		{"exports", `name text primary key, entity text not null, made_at bigint not null`},
		{"batches", `
			export_name text not null, number bigint not null, kind text not null, state text not null,
			made_at bigint not null, written_at bigint, delivered_at bigint, marked_at bigint, done_at bigint, cancelled_at bigint,
			begun_at bigint, ended_at bigint, exit_code bigint,
			path text not null, folder text not null, format text not null, status text not null,
			record_count bigint not null, size bigint not null, sha256 text not null,
			settings bytes not null, manifest bytes not null,
			primary key (export_name, number)`},
		// The bytes of a file, in parts, so that memory does not grow with them.
		{"batch_parts", `
			export_name text not null, number bigint not null, part bigint not null, content bytes not null,
			primary key (export_name, number, part)`},
		// The database itself sees that no record is handed over twice: handing counts how often it was meant to be.
		{"batch_records", `
			export_name text not null, number bigint not null, place bigint not null,
			guid text not null, record_key text not null, hash text not null, content bytes not null, handing bigint not null,
			mark text not null, mark_reason text not null, marked_at bigint,
			answer text not null, answer_document text not null, answer_reason text not null, answered_at bigint,
			primary key (export_name, number, place), unique (export_name, guid, handing)`},
		// How far each watch has come in the history of the mirror, by entity.
		{"watch_places", `
			watch_name text not null, entity text not null, mirror text not null, sequence bigint not null, at bigint not null,
			primary key (watch_name, entity)`},
	}
}

// tableNames are the names that statements may use without a schema.
func tableNames() []string {
	var names []string
	for _, one := range tables() {
		names = append(names, one.name)
	}
	return names
}

// statement makes a table unless it is there.
func (l *Ledger) statement(t table) string {
	kind := "blob"
	if l.schema != "" {
		kind = "bytea"
	}
	columns := strings.ReplaceAll(t.columns, " bytes ", " "+kind+" ")
	return fmt.Sprintf("create table if not exists %s (%s)", t.name, columns)
}

// schemaBeside is the schema of the ledger beside that of a mirror.
func schemaBeside(mirror string) string {
	const ending = "_ledger"
	if len(mirror)+len(ending) <= sqltext.LongestName {
		return mirror + ending
	}
	sum := "_" + text.Sum(mirror, 8)
	return mirror[:sqltext.LongestName-len(ending)-len(sum)] + sum + ending
}

// bind has statements that are written once for all databases carried out on a connection or in a transaction.
func (l *Ledger) bind(on database.Queryer) database.Queryer { return database.Rebound(on, l.rebind) }

// rebind names the schema of every table as well: behind a pooler there is no search_path to rely on.
func (l *Ledger) rebind(query string) string {
	if l.schema == "" {
		return query
	}
	names := tableNames()
	return sqltext.Numbered(sqltext.Qualified(query, func(word string) string {
		if !slices.Contains(names, word) {
			return ""
		}
		return sqltext.Name(l.schema) + "." + sqltext.Name(word)
	}))
}

// hasTables tells whether there are tables at all, and whether those of a ledger are among them.
func (l *Ledger) hasTables(ctx context.Context) (some, ours bool, err error) {
	query, arguments := "select count(*) > 0, coalesce(sum(name in ('meta', 'exports', 'batches')), 0) = 3 from sqlite_master where type = 'table'", []any{}
	if l.schema != "" {
		query = `select count(*) > 0, count(*) filter (where tablename in ('meta', 'exports', 'batches')) = 3
			from pg_catalog.pg_tables where schemaname = $1`
		arguments = append(arguments, l.schema)
	}
	err = l.db.QueryRowContext(ctx, query, arguments...).Scan(&some, &ours)
	return some, ours, err
}

// make makes all tables or, where it is stopped, none. Another process may have made them meanwhile.
func (l *Ledger) make(ctx context.Context) error {
	conn, err := l.db.Conn(ctx)
	if err != nil {
		return err
	}
	if l.schema != "" {
		err = database.MakeSchema(ctx, conn, l.schema, l.exclusive)
	} else {
		err = database.MarkSQLite(ctx, conn, applicationID)
	}
	if err := errors.Join(err, conn.Close()); err != nil {
		return err
	}
	return l.inTx(ctx, func(ctx context.Context, tx database.Queryer) error {
		if l.schema != "" {
			if err := l.exclusive(ctx, tx); err != nil {
				return err
			}
		}
		for _, one := range tables() {
			if _, err := tx.ExecContext(ctx, l.statement(one)); err != nil {
				return fmt.Errorf("making the tables: %w", err)
			}
		}
		for _, entry := range [][2]string{
			{"version", schemaVersion}, {"server", l.options.Server}, {"user", l.options.User},
			{"environment", l.options.Environment}, {"made_at", l.options.Now().UTC().Format(time.RFC3339)},
		} {
			if _, err := tx.ExecContext(ctx, "insert into meta (name, value) values (?, ?) on conflict (name) do nothing", entry[0], entry[1]); err != nil {
				return err
			}
		}
		return nil
	})
}

// exclusive makes other processes wait that make the tables too.
func (l *Ledger) exclusive(ctx context.Context, tx database.Queryer) error {
	_, err := tx.ExecContext(ctx, "select pg_advisory_xact_lock(hashtext('aimsio ledger is made'), hashtext($1))", l.schema)
	return err
}

// nullTime gives a time in epoch milliseconds, the zero time for none.
func nullTime(at sql.NullInt64) time.Time {
	if !at.Valid {
		return time.Time{}
	}
	return time.UnixMilli(at.Int64).UTC()
}
