package data

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Kind is one entity with the way to make its records.
type Kind struct {
	Entity *api.Entity
	// Size is the number of records that are made up; what is created comes after them.
	Size int

	// Fields are those of the whole record, Plain those of them that collect nothing, Index those
	// of the index entry.
	Fields, Plain, Index []Member
	byName               map[string]*Member

	// Identity makes the value by which one record is fetched, Updated the moment of its change.
	Identity, Updated Member
	// Indexed names the fields by which records are looked for.
	Indexed []string

	// key differs for each seed and resource.
	key uint64
	// links holds the ties to other kinds by resource and role.
	links map[string]*Link
}

// Member is one field of a record with the way to make its value.
type Member struct {
	Field *api.Field
	// Name is quoted and followed by a colon.
	Name []byte
	Make Maker
	// AnyCase says that records are found by the value in capital and small letters alike.
	AnyCase bool
	// Link is set where the value is another record's.
	Link *Link
	// Collects is set where the value repeats the records that refer to this one.
	Collects *Collection
}

// Maker appends the JSON value that belongs to a place. It is pure but for values of other
// records, which come from Current.
type Maker func(dst []byte, at Place) []byte

// Current appends the value that a member of a record has now: the made-up one, until it is written. That
// of a member that collects is put together.
type Current func(dst []byte, k *Kind, m *Member, ordinal int) []byte

// Member gives a field of the whole record, or nil.
func (k *Kind) Member(name string) *Member { return k.byName[name] }

// AppendObject appends an object of made-up values.
func AppendObject(dst []byte, members []Member, at Place) []byte {
	dst = append(dst, '{')
	for i := range members {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, members[i].Name...)
		dst = members[i].Make(dst, at)
	}
	return append(dst, '}')
}

func (k *Kind) indexBy(field string) {
	if k.Member(field) != nil && !slices.Contains(k.Indexed, field) {
		k.Indexed = append(k.Indexed, field)
	}
}
