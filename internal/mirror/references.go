package mirror

import (
	"context"
	"fmt"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// References tells whether the records are there that others refer to by a key or GUID: the customer
// of a job order, the trade of an employee. It is not for several goroutines.
type References struct {
	store *Store
	// known are answers that were given, so that a value of every line is asked for once.
	known map[reference]bool
}

type reference struct{ resource, field, value string }

// answersKept bounds the answers that are kept, because a file may have a million values.
const answersKept = 10_000

// NewReferences prepares to look for records in this mirror.
func (s *Store) NewReferences() *References {
	return &References{store: s, known: map[reference]bool{}}
}

// Missing tells whether no record has a value by which another refers to it. It never does where the
// mirror cannot know: where the entity was not synced as a whole, or the field is neither key nor GUID.
func (r *References) Missing(ctx context.Context, to *api.Reference, value string) (bool, error) {
	asked := reference{to.Resource, to.Field, value}
	if missing, known := r.known[asked]; known {
		return missing, nil
	}
	entity := r.entity(to.Resource)
	if entity == nil {
		return false, nil
	}
	column := r.store.findable(entity, to.Field)
	if column == "" {
		return false, nil
	}
	missing := false
	err := r.store.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		whole, err := isWhole(ctx, on, entity)
		if err != nil || !whole {
			return err
		}
		found, err := r.store.holders(ctx, on, entity, column, value, 1)
		missing = len(found) == 0
		return err
	})
	if err == nil && len(r.known) < answersKept {
		r.known[asked] = missing
	}
	return missing, err
}

// Near gives values of the same field that may have been meant, best first and at most so many. Only
// those that begin alike are looked at, for there may be very many.
func (r *References) Near(ctx context.Context, to *api.Reference, value string, most int) (near []string, err error) {
	const alike, looked = 2, 5000
	entity := r.entity(to.Resource)
	if entity == nil {
		return nil, nil
	}
	column := r.store.findable(entity, to.Field)
	if column == "" {
		return nil, nil
	}
	start := []rune(database.Storable(value))
	start = start[:min(len(start), alike)]
	return near, r.store.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		found, err := database.QueryStrings(ctx, on, fmt.Sprintf(
			"select distinct %[1]s from objects where entity = %[2]s and gone_at is null and lower(substr(%[1]s, 1, ?)) = lower(?) order by 1 limit %[3]d",
			column, sqltext.Constant(entity.Name), looked), len(start), string(start))
		near = api.Nearest(value, found, most)
		return err
	})
}

func (r *References) entity(resource string) *api.Entity {
	entities := r.store.options.Catalog.Entities
	at := slices.IndexFunc(entities, func(e *api.Entity) bool { return e.Resource == resource })
	if at < 0 {
		return nil
	}
	return entities[at]
}

// Name gives the name of the entity that is referred to, empty for one that is not described.
func (r *References) Name(to *api.Reference) string {
	if entity := r.entity(to.Resource); entity != nil {
		return entity.Name
	}
	return ""
}

// findable is where a field stands that records are found by, empty for any other.
func (s *Store) findable(entity *api.Entity, field string) string {
	switch {
	case field == entity.GUID:
		return idColumn
	case slices.Contains(entity.Key, field):
		return s.dialect.keyValue(field)
	default:
		return ""
	}
}

// holders gives the ids of the records that are there and have a value in a column, at most so many.
// They are put in order by +seq so that the index of the column finds them: that of seq would go through the entity.
func (s *Store) holders(ctx context.Context, on queryer, entity *api.Entity, column, value string, most int) ([]string, error) {
	forms := s.formsIn(column, value)
	return database.QueryStrings(ctx, on, fmt.Sprintf(
		"select id from objects where entity = %s and gone_at is null and %s in (%s) order by +seq limit %d",
		sqltext.Constant(entity.Name), column, sqltext.Arguments(len(forms)), most), forms...)
}
