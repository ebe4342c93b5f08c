package mirror

import (
	"context"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Whole tells whether a sync has read all records of an entity, so that one that the mirror lacks is
// not there.
func (s *Store) Whole(ctx context.Context, entity *api.Entity) (whole bool, err error) {
	return whole, s.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		whole, err = isWhole(ctx, on, entity)
		return err
	})
}

// Staged tells whether the index that was read last names a record.
func (s *Store) Staged(ctx context.Context, id string) (named bool, err error) {
	return named, s.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		var one int
		named, err = wasFound(on.QueryRowContext(ctx, "select 1 from incoming where id = ?", storable(id)).Scan(&one))
		return err
	})
}

// Existing gives the ids of the records that are there and have the GUID or a business key of a record
// that is to be written. More than one means that the keys of the record belong to different ones.
func (s *Store) Existing(ctx context.Context, entity *api.Entity, r record.Record) (ids []string, err error) {
	const most = 2
	return ids, s.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		ids = nil
		for _, field := range append([]string{entity.GUID}, entity.Key...) {
			value, has := r.Get(record.Path{field})
			if text := record.Text(value); has && text != "" {
				found, err := s.holders(ctx, on, entity, s.findable(entity, field), text, most)
				if err != nil {
					return err
				}
				ids = append(ids, found...)
			}
		}
		slices.Sort(ids)
		ids = slices.Compact(ids)
		return nil
	})
}
