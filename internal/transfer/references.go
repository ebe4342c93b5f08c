package transfer

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// References tells which fields refer to which entities. What an imported description does not say of a field that
// the built-in one has too, is taken from there.
type References struct {
	catalog *api.Catalog
	builtin *api.Catalog
}

// NewReferences reads the references of a description.
func NewReferences(catalog *api.Catalog) *References {
	return &References{catalog: catalog, builtin: api.Builtin()}
}

// of gives the entity that a field refers to, and by which of its fields, "" for none.
func (r *References) of(entity *api.Entity, path string, field *api.Field) (to *api.Entity, by *api.Reference) {
	by = field.RefersTo
	if known := byResource(r.builtin, entity.Resource); by == nil && known != nil {
		if same, has := api.Find(known.Fields, path); has {
			by = same.RefersTo
		}
	}
	if by == nil {
		return nil, nil
	}
	if to = byResource(r.catalog, by.Resource); to == nil {
		return nil, nil
	}
	return to, by
}

// needed gives the entities whose records must be there before those of an entity can be written: what the fields
// that are written refer to by a key.
func (r *References) needed(entity *api.Entity) []*api.Entity {
	var found []*api.Entity
	var walk func(above string, fields []api.Field)
	walk = func(above string, fields []api.Field) {
		for i := range fields {
			field := &fields[i]
			if field.ReadOnly {
				continue
			}
			path := above + field.Name
			to, by := r.of(entity, path, field)
			if to != nil && to.Name != entity.Name && api.IsKey(to, by.Field) && !slices.Contains(found, to) {
				found = append(found, to)
			}
			walk(path+".", field.Fields)
		}
	}
	walk("", entity.Fields)
	return found
}

// Order puts entities into an order in which each comes behind those that its records refer to; else they keep the
// order in which they are given. Of entities that refer to each other in a circle nobody can come first: they stand in
// the order given too, and circle names them.
func (r *References) Order(entities []*api.Entity) (ordered, circle []*api.Entity) {
	left := slices.Clone(entities)
	for len(left) > 0 {
		at := slices.IndexFunc(left, func(e *api.Entity) bool {
			return !slices.ContainsFunc(r.needed(e), func(other *api.Entity) bool { return slices.Contains(left, other) })
		})
		if at < 0 {
			at = r.inCircle(left)
			circle = append(circle, left[at])
		}
		ordered = append(ordered, left[at])
		left = slices.Delete(left, at, at+1)
	}
	return ordered, circle
}

// inCircle finds the first of some entities that leads back to itself: the others wait for such a one.
func (r *References) inCircle(left []*api.Entity) int {
	return max(0, slices.IndexFunc(left, func(e *api.Entity) bool {
		seen := []*api.Entity{}
		ahead := r.needed(e)
		for len(ahead) > 0 {
			next := ahead[0]
			ahead = ahead[1:]
			if next == e {
				return true
			}
			if !slices.Contains(left, next) || slices.Contains(seen, next) {
				continue
			}
			seen = append(seen, next)
			ahead = append(ahead, r.needed(next)...)
		}
		return false
	}))
}

func byResource(catalog *api.Catalog, resource string) *api.Entity {
	at := slices.IndexFunc(catalog.Entities, func(e *api.Entity) bool { return e.Resource == resource })
	if at < 0 {
		return nil
	}
	return catalog.Entities[at]
}
