package mirror

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// qualified writes the tables of a statement of ours with their schema.
func (d postgresDialect) qualified(query string) string {
	return sqltext.Qualified(query, func(word string) string {
		if !slices.Contains(ownTables(), word) {
			return ""
		}
		return d.table(word)
	})
}

// table is the full name of one of our tables. Those that one process works on are temporary or, where
// transactions may have different connections, bear its mark.
func (d postgresDialect) table(name string) string {
	switch {
	case !slices.Contains(workingTables(), name):
		return d.named(name)
	case d.pooled:
		return d.named(name + "_" + d.mark)
	default:
		return "pg_temp." + name
	}
}

// named is the full name of something in the schema.
func (d postgresDialect) named(name string) string {
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
	for _, table := range workingTables() {
		if _, err := on.ExecContext(ctx, "drop table if exists "+d.table(table)); err != nil {
			return err
		}
	}
	return nil
}

// dropLeftovers removes working tables that processes which were killed left, made before a moment.
func (d postgresDialect) dropLeftovers(ctx context.Context, tx *sql.Tx, before time.Time) error {
	left, err := texts(ctx, tx, `select tablename::text from pg_tables where schemaname = $1
		and tablename ~ '^(incoming|ranked)_[0-9]{1,15}_[0-9a-f]{16}$' and split_part(tablename, '_', 2)::bigint < $2`, d.schema, before.Unix())
	if err != nil {
		return err
	}
	for _, table := range left {
		if _, err := tx.ExecContext(ctx, "drop table if exists "+d.named(table)); err != nil {
			return err
		}
	}
	return nil
}
