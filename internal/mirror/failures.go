package mirror

import (
	"context"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
)

// keepFailures remembers the records that a sync could not read, so that the next one tries them after
// all others, and forgets those that were read since a time.
func (s *Store) keepFailures(ctx context.Context, entity *api.Entity, ids []string, since time.Time) error {
	return s.withTx(ctx, "writing to", func(ctx context.Context, tx queryer) error {
		_, err := tx.ExecContext(ctx, `delete from failures where entity = ? and exists (
			select 1 from objects o where o.entity = failures.entity and o.id = failures.id and o.fetched_at >= ?)`,
			entity.Name, since.UnixMilli())
		for _, id := range ids {
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx,
				"insert into failures (entity, id) values (?, ?) on conflict (entity, id) do nothing", entity.Name, database.Storable(id))
		}
		return err
	})
}
