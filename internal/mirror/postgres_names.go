package mirror

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// workingTables hold what one process works on. They go with it.
func workingTables() []string { return []string{"incoming", "ranked"} }

// qualified writes the tables of a statement of ours with their schema. Columns, and what stands in
// quotes, stay as they are.
func (d postgresDialect) qualified(query string) string {
	var b strings.Builder
	quote := byte(0)
	for i := 0; i < len(query); {
		c := query[i]
		switch {
		case quote != 0 || c == '\'' || c == '"':
			if quote == 0 {
				quote = c
			} else if c == quote {
				quote = 0
			}
			fallthrough
		case !isWordByte(c):
			b.WriteByte(c)
			i++
		default:
			end := i
			for end < len(query) && isWordByte(query[end]) {
				end++
			}
			word, part := query[i:end], i > 0 && query[i-1] == '.' || end < len(query) && query[end] == '.'
			if !part && reserved(word) {
				word = d.table(word)
			}
			b.WriteString(word)
			i = end
		}
	}
	return b.String()
}

func isWordByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
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
	return quoteName(d.schema) + "." + quoteName(name)
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
