package mirror

import (
	"context"
	"database/sql"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// keepFailures remembers the records that a sync could not read, so that the next one tries them after
// all others, and forgets those that were read since a moment.
func (s *Store) keepFailures(ctx context.Context, entity *api.Entity, ids []string, since time.Time) error {
	return s.locked(ctx, "writing to", func(ctx context.Context) error {
		return s.inTx(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, s.dialect.rebind(`delete from failures where entity = ? and exists (
				select 1 from objects o where o.entity = failures.entity and o.id = failures.id and o.fetched_at >= ?)`),
				entity.Name, since.UnixMilli())
			for _, id := range ids {
				if err != nil {
					return err
				}
				_, err = tx.ExecContext(ctx, s.dialect.rebind(
					"insert into failures (entity, id) values (?, ?) on conflict (entity, id) do nothing"), entity.Name, storable(id))
			}
			return err
		})
	})
}
