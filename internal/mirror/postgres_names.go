package mirror

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// postgresDialect is a schema of a database that several machines may use.
type postgresDialect struct {
	schema string
	// pooled tells that a pooler stands before the database, so that each transaction may have another
	// connection, and mark tells the working tables of this process from others.
	pooled bool
	mark   string
}

// rebind names the schema of every table as well: behind a pooler there is no search_path to rely on,
// and a name without a schema could make a table in any.
func (d postgresDialect) rebind(query string) string {
	return sqltext.Numbered(sqltext.Qualified(query, func(word string) string {
		if !slices.Contains(ownTables(), word) {
			return ""
		}
		return d.table(word)
	}))
}

// table is the full name of one of our tables. Those that one process works on are temporary or, where
// transactions may have different connections, bear its mark.
func (d postgresDialect) table(name string) string {
	switch {
	case !slices.Contains(workingTables(), name):
		return d.fullName(name)
	case d.pooled:
		return d.fullName(name + "_" + d.mark)
	default:
		return "pg_temp." + name
	}
}

// fullName is that of something in the schema.
func (d postgresDialect) fullName(name string) string {
	return sqltext.Name(d.schema) + "." + sqltext.Name(name)
}

func (d postgresDialect) workingTable() string {
	if d.pooled {
		return "create unlogged table"
	}
	return "create temp table"
}

// newMark tells when working tables were made, and by whom.
func newMark(now time.Time) string {
	random := make([]byte, 8)
	_, _ = rand.Read(random) // which never fails
	return fmt.Sprintf("%d_%s", now.Unix(), hex.EncodeToString(random))
}

// dropWorkingTables removes those of this process, where the end of its connection does not.
func (d postgresDialect) dropWorkingTables(ctx context.Context, on queryer) error {
	if !d.pooled {
		return nil
	}
	var statements []string
	for _, table := range workingTables() {
		statements = append(statements, "drop table if exists "+d.table(table))
	}
	return database.ExecAll(ctx, on, statements...)
}

// dropLeftovers removes working tables that processes which were killed left, made before a time.
func (d postgresDialect) dropLeftovers(ctx context.Context, tx queryer, before time.Time) error {
	left, err := database.QueryStrings(ctx, tx, `select tablename::text from pg_tables where schemaname = $1
		and tablename ~ '^(incoming|ranked)_[0-9]{1,15}_[0-9a-f]{16}$' and split_part(tablename, '_', 2)::bigint < $2`, d.schema, before.Unix())
	if err != nil {
		return err
	}
	for i, table := range left {
		left[i] = "drop table if exists " + d.fullName(table)
	}
	return database.ExecAll(ctx, tx, left...)
}
