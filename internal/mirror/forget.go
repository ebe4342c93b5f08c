package mirror

import (
	"context"
	"strconv"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// removedPrefix begins the names under which the mirror notes how much of an entity's history was removed.
const removedPrefix = "removed:"

// Forget removes the history before a time, but for its newest line: the next one is numbered after that, and no
// number may come a second time. How far the history of each entity is removed is noted.
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
		_, err = tx.ExecContext(ctx, "delete from history where "+old, before.UnixMilli())
		return err
	})
}
