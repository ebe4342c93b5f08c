package mirror

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Standing is how an entity stands in the mirror.
type Standing struct {
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
}

// Standings tells how each entity stands that the mirror holds anything of.
func (s *Store) Standings(ctx context.Context) (standings []Standing, err error) {
	return standings, s.locked(ctx, "reading", func(ctx context.Context) (err error) {
		standings = nil
		written, err := s.written(ctx)
		if err != nil {
			return err
		}
		rows, err := s.conn.QueryContext(ctx, s.dialect.rebind(`select e.entity, coalesce(o.there, 0), coalesce(o.gone, 0),
				coalesce(y.indexed_at, 0), coalesce(y.pending, 0), coalesce(y.complete, 0)
			from (select entity from syncs union select entity from objects) e
			left join (select entity, sum(case when gone_at is null then 1 else 0 end) as there,
				sum(case when gone_at is null then 0 else 1 end) as gone from objects group by entity) o on o.entity = e.entity
			left join syncs y on y.entity = e.entity order by 1`))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			var one Standing
			var indexed int64
			var complete int
			if err := rows.Scan(&one.Entity, &one.Objects, &one.Gone, &indexed, &one.Pending, &complete); err != nil {
				return err
			}
			if one.Complete = complete == 1; indexed > 0 {
				one.IndexedAt = time.UnixMilli(indexed)
			}
			one.WrittenAt = written[one.Entity]
			standings = append(standings, one)
		}
		return rows.Err()
	})
}

// Synced notes that a sync has read the index of an entity at a moment, and left so many of its
// records to be fetched. complete tells that it was not asked to leave any out; once an entity was
// complete, it stays so.
func (s *Store) Synced(ctx context.Context, entity *api.Entity, at time.Time, indexed, pending int, complete bool) error {
	whole := 0
	if complete {
		whole = 1
	}
	return s.locked(ctx, "writing to", func(ctx context.Context) error {
		return s.inTx(ctx, func(tx *sql.Tx) error {
			if _, err := tx.ExecContext(ctx, s.dialect.rebind(`insert into syncs (entity, indexed_at, complete, indexed, pending)
				values (?, ?, ?, ?, ?) on conflict (entity) do update set indexed_at = excluded.indexed_at,
				complete = case when excluded.complete = 1 then 1 else syncs.complete end,
				indexed = excluded.indexed, pending = excluded.pending`), entity.Name, at.UnixMilli(), whole, indexed, pending); err != nil {
				return err
			}
			return s.seeWritten(ctx, tx, entity, at)
		})
	})
}

// Size gives the bytes that the mirror takes.
func (s *Store) Size(ctx context.Context) (size int64, err error) {
	return size, s.locked(ctx, "measuring", func(ctx context.Context) error {
		size, err = s.dialect.size(ctx, s.conn)
		return err
	})
}

// Check looks through the whole mirror for damage. It takes a while where the mirror is large.
func (s *Store) Check(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.dialect.check(ctx, s.conn); err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return &DamagedError{Place: s.place, Err: err}
	}
	return s.checkHashes(ctx)
}

// checkHashes reads every record and sees that it is what was stored. The caller holds the lock.
func (s *Store) checkHashes(ctx context.Context) (err error) {
	rows, err := s.conn.QueryContext(ctx, s.dialect.rebind("select entity, id, body, hash from objects"))
	if err != nil {
		return s.named("checking", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var entity, id, hash string
		var body sql.RawBytes
		if err := rows.Scan(&entity, &id, &body, &hash); err != nil {
			return s.named("checking", err)
		}
		if hashOf(body) != hash {
			return &DamagedError{Place: s.place, Err: fmt.Errorf("%s %s is not what was stored", entity, id)}
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return s.named("checking", rows.Err())
}
