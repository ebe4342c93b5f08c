package mirror

import (
	"context"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
)

// goneChunk is how many records are marked in one transaction.
const goneChunk = 300

// MarkGone notes of every record that the index does not name since when that is so, and keeps it.
// It gives how many they are. One that another command fetched since the time before the index was
// read may be newer than the index, and is left to the next sync.
func (g *Stage) MarkGone(ctx context.Context, before time.Time) (int, error) {
	count := 0
	for {
		marked, err := g.markSome(ctx, before)
		count += marked
		if err != nil || marked < goneChunk {
			return count, err
		}
		if ctx.Err() != nil {
			return count, context.Cause(ctx)
		}
	}
}

func (g *Stage) markSome(ctx context.Context, before time.Time) (marked int, err error) {
	s := g.store
	return marked, s.withTx(ctx, "writing to", func(ctx context.Context, tx queryer) error {
		if err := s.dialect.inOrder(ctx, tx); err != nil {
			return err
		}
		gone, err := g.gone(ctx, tx, before)
		if err != nil {
			return err
		}
		now := s.options.Now().UnixMilli()
		for _, one := range gone {
			e := event{at: now, id: one.id, kind: Vanished, updated: one.updated}
			if _, err := tx.ExecContext(ctx, insertHistory, e.arguments(s.dialect, g.entity, one.body)...); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, "update objects set gone_at = ? where entity = ? and id = ?",
				now, g.entity.Name, one.id); err != nil {
				return err
			}
		}
		marked = len(gone)
		return nil
	})
}

// goneRecord is a record that the index does not name.
type goneRecord struct {
	id      string
	updated *int64
	body    []byte
}

func (g *Stage) gone(ctx context.Context, tx queryer, before time.Time) ([]goneRecord, error) {
	return database.QueryAll(ctx, tx, func(r database.Row) (one goneRecord, err error) { return one, r.Scan(&one.id, &one.updated, &one.body) },
		"select o.id, o.updated_at, o.body from objects o where "+isGone+" and (o.fetched_at < ? or o.fetched_at > ?) limit ?",
		g.entity.Name, before.UnixMilli(), time.Now().UnixMilli(), goneChunk)
}

// Prune removes the records of an entity that are marked gone, and gives how many they were. The
// history keeps that they vanished.
func (s *Store) Prune(ctx context.Context, entity *api.Entity) (removed int, err error) {
	return removed, s.withConn(ctx, "writing to", func(ctx context.Context, on queryer) error {
		result, err := on.ExecContext(ctx, "delete from objects where entity = ? and gone_at is not null", entity.Name)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		removed = int(n)
		return err
	})
}
