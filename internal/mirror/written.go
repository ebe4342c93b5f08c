package mirror

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// writtenPrefix begins the names under which the mirror notes when an entity was last written to.
const writtenPrefix = "written:"

// MarkWritten notes that this program writes to an entity, and to the records of it whose ids are known:
// they are fetched again by whoever needs them as they are, whether or not their time of change moves,
// and queries that are answered from the mirror alone are told so until the entity is synced.
func (s *Store) MarkWritten(ctx context.Context, entity *api.Entity, ids []string) error {
	return s.withTx(ctx, "writing to", func(ctx context.Context, tx queryer) error {
		now := strconv.FormatInt(s.options.Now().UnixMilli(), 10)
		if err := writeMeta(ctx, tx, writtenPrefix+entity.Name, now); err != nil {
			return err
		}
		for _, id := range ids {
			forms := idForms(id)
			if _, err := tx.ExecContext(ctx, "update objects set version = '' where entity = ? and id in ("+sqltext.Arguments(len(forms))+")",
				append([]any{entity.Name}, forms...)...); err != nil {
				return fmt.Errorf("marking %s as written: %w", id, err)
			}
		}
		return nil
	})
}

// writtenAt gives when an entity was last written to, in epoch milliseconds; 0 where that is no matter any
// more.
func writtenAt(ctx context.Context, on queryer, entity *api.Entity) (int64, error) {
	value, err := readMeta(ctx, on, writtenPrefix+entity.Name)
	if err != nil || value == "" {
		return 0, err
	}
	at, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return 0, nil //nolint:nilerr // what is no time is none
	}
	return at, nil
}

// forgetWritten forgets that an entity was written to before a time: its index was read since.
func forgetWritten(ctx context.Context, tx queryer, entity *api.Entity, at time.Time) error {
	if written, err := writtenAt(ctx, tx, entity); err != nil || written > at.UnixMilli() {
		return err
	}
	_, err := tx.ExecContext(ctx, "delete from meta where name = ?", writtenPrefix+entity.Name)
	return err
}

// written gives when each entity was last written to.
func written(ctx context.Context, on queryer) (map[string]time.Time, error) {
	noted, err := metaBehind(ctx, on, writtenPrefix)
	at := map[string]time.Time{}
	for entity, value := range noted {
		if ms, err := strconv.ParseInt(value, 10, 64); err == nil {
			at[entity] = time.UnixMilli(ms)
		}
	}
	return at, err
}
