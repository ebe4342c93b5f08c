package mirror

import (
	"context"
	"database/sql"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// openPostgres prepares connections to a database.
func openPostgres(ctx context.Context, options Options) (*sql.DB, dialect, error) {
	opened, err := database.OpenPostgres(ctx, database.Mirror, options.Address, options.Environment, options.Command)
	if err != nil {
		return nil, nil, err
	}
	d := postgresDialect{schema: opened.Schema, pooled: opened.Pooled}
	if d.pooled {
		d.mark = newMark(options.now())
	}
	return opened.DB, d, nil
}
