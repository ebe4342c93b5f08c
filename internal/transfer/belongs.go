package transfer

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Belonging is how records of an entity belong to one of another: by the fields that refer to it.
type Belonging struct {
	Entity *api.Entity
	ties   []tie
}

// tie is a place of a record that refers to another one: the record itself, an object in it, or each element of a list.
type tie struct {
	path record.Path
	role string
	// byGUID and byKey pair fields of that place with those that they repeat. A GUID counts for more: a key may be that
	// of another record by now.
	byGUID, byKey []repeated
}

type repeated struct{ field, of string }

// To gives the entities whose records refer to one of an entity by its GUID or a key.
func (r *References) To(entity *api.Entity) []Belonging {
	var found []Belonging
	for _, other := range r.catalog.Entities {
		b := Belonging{Entity: other}
		r.addTies(&b, entity, nil, other.Fields)
		if len(b.ties) > 0 {
			found = append(found, b)
		}
	}
	return found
}

// addTies looks through the fields of a place. Lists that repeat records of another entity are not looked into: those
// refer, and not the record that shows them.
func (r *References) addTies(b *Belonging, entity *api.Entity, path record.Path, fields []api.Field) {
	for i := range fields {
		field := &fields[i]
		below := append(slices.Clone(path), field.Name)
		to, by := r.of(b.Entity, strings.Join(below, "."), field)
		if to != nil && to.Resource == entity.Resource && (by.Field == entity.GUID || api.IsKey(entity, by.Field)) {
			t := b.tie(path, by.Role)
			pair := repeated{field.Name, by.Field}
			if by.Field == entity.GUID {
				t.byGUID = append(t.byGUID, pair)
			} else {
				t.byKey = append(t.byKey, pair)
			}
		}
		if field.Collects == "" {
			r.addTies(b, entity, below, field.Fields)
		}
	}
}

// tie gives the one of a place, as a new one where there is none.
func (b *Belonging) tie(path record.Path, role string) *tie {
	at := slices.IndexFunc(b.ties, func(t tie) bool { return slices.Equal(t.path, path) && t.role == role })
	if at < 0 {
		at = len(b.ties)
		b.ties = append(b.ties, tie{path: path, role: role})
	}
	return &b.ties[at]
}

// Names are the fields of a record by which others refer to it.
func (b *Belonging) Names() []string {
	var names []string
	for _, t := range b.ties {
		for _, pair := range slices.Concat(t.byGUID, t.byKey) {
			if !slices.Contains(names, pair.of) {
				names = append(names, pair.of)
			}
		}
	}
	return names
}

// Holds tells whether a record refers to an owner.
func (b *Belonging) Holds(owner, r record.Record) bool {
	return slices.ContainsFunc(b.ties, func(t tie) bool { return t.holds(owner, r.Raw(), t.path) })
}

// holds follows the way to the places of a tie.
func (t *tie) holds(owner record.Record, v record.Value, way record.Path) bool {
	switch v.Kind() {
	case '[':
		for element := range record.Elements(v) {
			if t.holds(owner, element, way) {
				return true
			}
		}
		return false
	case '{':
		place, err := record.New(v)
		if err != nil {
			return false
		}
		if len(way) == 0 {
			return t.refers(owner, place)
		}
		below, _ := place.Get(way[:1])
		return t.holds(owner, below, way[1:])
	default:
		return false
	}
}

// refers tells whether a place repeats a GUID of the owner or, where it has none, a key.
func (t *tie) refers(owner, place record.Record) bool {
	for _, pair := range t.byGUID {
		own, text := record.FirstScalar(owner, pair.of), record.FirstScalar(place, pair.field)
		if own != "" && text != "" {
			return strings.EqualFold(own, text)
		}
	}
	return slices.ContainsFunc(t.byKey, func(pair repeated) bool {
		text := record.FirstScalar(place, pair.field)
		return text != "" && text == record.FirstScalar(owner, pair.of)
	})
}
