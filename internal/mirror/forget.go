package mirror

import (
	"context"
	"strconv"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// removedPrefix begins the names under which the mirror notes how much of an entity's history was removed.
const removedPrefix = "removed:"

// keptName is the name under which the mirror notes the line of history that is kept for its number alone.
const keptName = "kept"

// Forget removes the history before a time. Its newest line is kept in any case, though Events passes over it where it
// is old: the next one is numbered after that, and no number may come a second time. How far the history of each
// entity is removed is noted.
func (s *Store) Forget(ctx context.Context, before time.Time) error {
	const old = "at < ? and seq < (select max(seq) from history)"
	return s.withTx(ctx, "writing to", func(ctx context.Context, tx queryer) error {
		if err := s.dialect.inOrder(ctx, tx); err != nil {
			return err
		}
		type removal struct {
			entity string
			last   int64
		}
		removals, err := database.QueryAll(ctx, tx, func(r database.Row) (one removal, err error) { return one, r.Scan(&one.entity, &one.last) },
			"select entity, max(seq) from history where "+old+" group by entity", before.UnixMilli())
		if err != nil {
			return err
		}
		for _, one := range removals {
			if err := writeMeta(ctx, tx, removedPrefix+one.entity, strconv.FormatInt(one.last, 10)); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "delete from history where "+old, before.UnixMilli()); err != nil {
			return err
		}
		var kept int64
		found, err := database.WasFound(tx.QueryRowContext(ctx,
			"select seq from history where at < ? and seq = (select max(seq) from history)", before.UnixMilli()).Scan(&kept))
		if err != nil || !found {
			return err
		}
		return writeMeta(ctx, tx, keptName, strconv.FormatInt(kept, 10))
	})
}
