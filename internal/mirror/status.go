package mirror

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
)

// EntityStatus is how an entity stands in the mirror.
type EntityStatus struct {
	Entity string
	// Objects are there now, Gone ones are kept though the index does not name them any more.
	Objects, Gone int
	// IndexedAt is when a sync last read the index, zero for never.
	IndexedAt time.Time
	// Pending are records that the last sync knew to have changed and did not fetch.
	Pending int
	// Complete tells that a sync has gone through the whole entity.
	Complete bool
	// WrittenAt is when this program last wrote to it, where no sync has read the index since; else zero.
	WrittenAt time.Time
	// Doubted tells that the last index lost so much that nothing was marked as gone.
	Doubted bool
}

// EntityStatuses tells how each entity stands that the mirror holds anything of.
func (s *Store) EntityStatuses(ctx context.Context) (statuses []EntityStatus, err error) {
	return statuses, s.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		written, err := written(ctx, on)
		if err != nil {
			return err
		}
		doubted, err := doubted(ctx, on)
		if err != nil {
			return err
		}
		statuses, err = database.QueryAll(ctx, on, scanEntityStatus, `select e.entity, coalesce(o.there, 0), coalesce(o.gone, 0),
				coalesce(y.indexed_at, 0), coalesce(y.pending, 0), coalesce(y.complete, 0)
			from (select entity from syncs union select entity from objects) e
			left join (select entity, sum(case when gone_at is null then 1 else 0 end) as there,
				sum(case when gone_at is null then 0 else 1 end) as gone from objects group by entity) o on o.entity = e.entity
			left join syncs y on y.entity = e.entity order by 1`)
		for i := range statuses {
			statuses[i].WrittenAt = written[statuses[i].Entity]
			statuses[i].Doubted = doubted[statuses[i].Entity]
		}
		return err
	})
}

func scanEntityStatus(r database.Row) (one EntityStatus, err error) {
	var indexed int64
	var complete int
	err = r.Scan(&one.Entity, &one.Objects, &one.Gone, &indexed, &one.Pending, &complete)
	if one.Complete = complete == 1; indexed > 0 {
		one.IndexedAt = time.UnixMilli(indexed)
	}
	return one, err
}

// Synced notes that a sync has read the index of an entity at a time, and left so many of its
// records to be fetched. complete tells that it was not asked to leave any out; once an entity was
// complete, it stays so.
func (s *Store) Synced(ctx context.Context, entity *api.Entity, at time.Time, indexed, pending int, complete bool) error {
	whole := 0
	if complete {
		whole = 1
	}
	return s.withTx(ctx, "writing to", func(ctx context.Context, tx queryer) error {
		if _, err := tx.ExecContext(ctx, `insert into syncs (entity, indexed_at, complete, indexed, pending)
			values (?, ?, ?, ?, ?) on conflict (entity) do update set indexed_at = excluded.indexed_at,
			complete = case when excluded.complete = 1 then 1 else syncs.complete end,
			indexed = excluded.indexed, pending = excluded.pending`, entity.Name, at.UnixMilli(), whole, indexed, pending); err != nil {
			return err
		}
		return forgetWritten(ctx, tx, entity, at)
	})
}

// Size gives the bytes that the mirror takes.
func (s *Store) Size(ctx context.Context) (size int64, err error) {
	return size, s.withConn(ctx, "measuring", func(ctx context.Context, on queryer) error {
		size, err = s.dialect.size(ctx, on)
		return err
	})
}

// Check looks through the whole mirror for damage. It takes a while where the mirror is large.
func (s *Store) Check(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	on := s.bind(s.conn)
	if err := s.dialect.check(ctx, on); err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return &database.DamagedError{Store: database.Mirror, Place: s.place, Err: err}
	}
	return s.checkHashes(ctx, on)
}

// checkHashes reads every record and sees that it is what was stored.
func (s *Store) checkHashes(ctx context.Context, on queryer) error {
	var found error
	err := database.EachRow(ctx, on, func(rows *sql.Rows) error {
		var entity, id, hash string
		var body sql.RawBytes
		if err := rows.Scan(&entity, &id, &body, &hash); err != nil {
			return err
		}
		if hashOf(body) != hash {
			found = &database.DamagedError{Store: database.Mirror, Place: s.place, Err: fmt.Errorf("%s %s is not what was stored", entity, id)}
			return found
		}
		if ctx.Err() != nil {
			found = context.Cause(ctx)
		}
		return found
	}, "select entity, id, body, hash from objects")
	if found != nil {
		return found
	}
	return s.wrapErr("checking", err)
}

// isWhole tells whether the mirror has seen all records of an entity: from then on, one that it does
// not have has appeared.
func isWhole(ctx context.Context, on queryer, entity *api.Entity) (bool, error) {
	var complete int
	_, err := database.WasFound(on.QueryRowContext(ctx, "select complete from syncs where entity = ?", entity.Name).Scan(&complete))
	return complete == 1, err
}
