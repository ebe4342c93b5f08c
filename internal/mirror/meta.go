package mirror

import (
	"context"
	"database/sql"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// readMeta gives what the mirror knows of itself under a name, "" for nothing.
func readMeta(ctx context.Context, on queryer, name string) (value string, err error) {
	_, err = database.WasFound(on.QueryRowContext(ctx, "select value from meta where name = ?", name).Scan(&value))
	return value, err
}

// writeMeta notes what the mirror knows of itself.
func writeMeta(ctx context.Context, on queryer, name, value string) error {
	_, err := on.ExecContext(ctx,
		"insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value", name, value)
	return err
}

// metaBehind gives what the mirror knows of itself under names that begin with a prefix, by what follows it.
func metaBehind(ctx context.Context, on queryer, prefix string) (map[string]string, error) {
	found := map[string]string{}
	err := database.EachRow(ctx, on, func(rows *sql.Rows) error {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return err
		}
		if rest, ours := strings.CutPrefix(name, prefix); ours {
			found[rest] = value
		}
		return nil
	}, "select name, value from meta")
	return found, err
}
