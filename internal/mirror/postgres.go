package mirror

import (
	"context"
	"database/sql"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/views"
)

// prepare makes the schema. One that is there needs no right to make schemas.
func (d postgresDialect) prepare(ctx context.Context, on *sql.Conn) error {
	return database.MakeSchema(ctx, on, d.schema, d.exclusive)
}

func (d postgresDialect) exclusive(ctx context.Context, tx queryer) error {
	_, err := tx.ExecContext(ctx, "select pg_advisory_xact_lock(hashtext('aimsio mirror is made'), hashtext($1))", d.schema)
	return err
}

// inOrder comes before the first row is locked, so that two who wait for each other cannot be.
func (d postgresDialect) inOrder(ctx context.Context, tx queryer) error {
	_, err := tx.ExecContext(ctx, "select pg_advisory_xact_lock(hashtext('aimsio history is written'), hashtext($1))", d.schema)
	return err
}

func (d postgresDialect) tables() []string {
	return []string{
		`create table meta (name text primary key, value text not null)`,
		`create table objects (
			seq bigint generated always as identity unique,
			entity text not null,
			id text not null,
			version text not null,
			updated_at bigint,
			stub bytea not null,
			body bytea not null,
			document jsonb not null,
			hash text not null,
			first_seen_at bigint not null,
			fetched_at bigint not null,
			gone_at bigint,
			primary key (entity, id))`,
		`create index objects_seq on objects (entity, seq)`,
		`create table history (
			seq bigint generated always as identity primary key,
			at bigint not null,
			entity text not null,
			id text not null,
			record_key text not null,
			kind text not null,
			updated_at bigint,
			changes bytea)`,
		`create index history_at on history (at)`,
		`create table failures (entity text not null, id text not null, primary key (entity, id))`,
		`create table syncs (
			entity text primary key,
			indexed_at bigint not null,
			complete integer not null,
			indexed bigint not null,
			pending bigint not null)`,
	}
}

// hasTables finds also those that the role has no right to, which the information schema leaves out: they are
// a mirror that cannot be read, and not none.
func (d postgresDialect) hasTables(ctx context.Context, on queryer) (some, ours bool, err error) {
	err = on.QueryRowContext(ctx,
		`select count(*) > 0, count(*) filter (where tablename in ('meta', 'objects', 'syncs')) = 3
			from pg_catalog.pg_tables where schemaname = $1`, d.schema,
	).Scan(&some, &ours)
	return some, ours, err
}

func (d postgresDialect) staging() string {
	return d.workingTable() + ` if not exists incoming (
		position bigint primary key, id text unique, fault text, version text, updated_at bigint, stub bytea)`
}

// stage sends many rows at once, because each statement goes over the network.
func (d postgresDialect) stage(ctx context.Context, tx queryer, rows []staged) error {
	var positions []int64
	var ids, faults, versions []string
	var updated []*int64
	var entries [][]byte
	for _, row := range rows {
		positions, ids, faults = append(positions, row.position), append(ids, row.id), append(faults, row.fault)
		versions, updated, entries = append(versions, row.version), append(updated, row.updatedAt), append(entries, row.entry)
	}
	_, err := tx.ExecContext(ctx, `insert into incoming (position, id, fault, version, updated_at, stub)
		select position, nullif(id, ''), fault, version, updated_at, stub
		from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bytea[])
			as t (position, id, fault, version, updated_at, stub)
		order by position on conflict (id) do nothing`, positions, ids, faults, versions, updated, entries)
	return err
}

func (d postgresDialect) body(raw []byte) any { return raw }

func (d postgresDialect) document(raw []byte) any {
	document, _ := documentOf(raw)
	return document
}

func (d postgresDialect) documentSQL() string { return "?::jsonb" }

func (d postgresDialect) damaged(err error) bool { return database.PostgresDamaged(err) }

func (d postgresDialect) denied(err error) bool { return database.PostgresDenied(err) }

// check has nothing to do: the database looks after itself.
func (d postgresDialect) check(context.Context, queryer) error { return nil }

func (d postgresDialect) size(ctx context.Context, on queryer) (int64, error) {
	var size int64
	err := on.QueryRowContext(ctx,
		`select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c
			join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind = 'r'`, d.schema).Scan(&size)
	return size, err
}

func (d postgresDialect) keyValue(field string) string {
	return d.viewSQL().Value("document", []string{field}, api.String)
}

func (d postgresDialect) viewSQL() views.SQL { return views.Postgres(nil) }

func (d postgresDialect) keyForms(word string) []any { return []any{word} }

func (d postgresDialect) derived(ctx context.Context, on queryer) (views, indexes []string, err error) {
	views, err = database.QueryStrings(ctx, on, "select table_name::text from information_schema.views where table_schema = $1", d.schema)
	if err != nil {
		return nil, nil, err
	}
	indexes, err = database.QueryStrings(ctx, on, "select indexname::text from pg_indexes where schemaname = $1 and indexname like 'key\\_%'", d.schema)
	return views, indexes, err
}
