package mirror

import (
	"context"
	"fmt"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
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
		named, err = database.WasFound(on.QueryRowContext(ctx, "select 1 from incoming where id = ?", database.Storable(id)).Scan(&one))
		return err
	})
}

// Matching gives the records that are there and have the GUID or a business key of a record, at most two: more than
// one means that its keys are those of different records, or that one of them is that of several.
func (s *Store) Matching(ctx context.Context, entity *api.Entity, r record.Record) (found []Object, err error) {
	const most = 2
	return found, s.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		found = nil
		for _, field := range append([]string{entity.GUID}, entity.Key...) {
			value, has := r.Get(record.Path{field})
			text := record.Text(value)
			if !has || text == "" {
				continue
			}
			objects, err := s.holding(ctx, on, entity, s.findable(entity, field), text, most)
			if err != nil {
				return err
			}
			for _, one := range objects {
				if !slices.ContainsFunc(found, func(o Object) bool { return o.ID == one.ID }) {
					found = append(found, one)
				}
			}
			if len(found) >= most {
				return nil
			}
		}
		return nil
	})
}

// holding gives the records that are there and have a value in a column, at most so many, as holders does.
func (s *Store) holding(ctx context.Context, on queryer, entity *api.Entity, column, value string, most int) ([]Object, error) {
	forms := s.formsIn(column, value)
	return database.QueryAll(ctx, on, scanObject, fmt.Sprintf(
		"select seq, id, body, stub, gone_at from objects where entity = %s and gone_at is null and %s in (%s) order by +seq limit %d",
		sqltext.Constant(entity.Name), column, sqltext.Arguments(len(forms)), most), forms...)
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
