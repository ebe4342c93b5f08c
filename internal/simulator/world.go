package simulator

import (
	"fmt"
	"slices"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// world is the simulated contractor: what follows from the setup, and what was written since.
type world struct {
	catalog *api.Catalog
	setup   Setup
	kinds   map[string]*kind

	// store keeps what was written; nil is memory alone.
	store *store
	// lock guards what was written: kind.written of all kinds.
	lock sync.RWMutex
}

// kind is one entity with the way to make its records.
type kind struct {
	entity *api.Entity
	// size is the number of records that are made up; what is created comes after them.
	size int
	// key differs for each seed and resource.
	key uint64

	// fields are those of the whole record, plain those of them that collect nothing, index those
	// of the index entry.
	fields, plain, index []member
	byName               map[string]*member

	// identity makes the value by which one record is fetched, updated the moment of its change.
	identity, updated member
	// indexed names the fields by which written records are looked for.
	indexed []string
	// links holds the ties to other kinds by resource and role.
	links map[string]*link

	written *written
	tables  *tables
}

// member is one field of a record with the way to make its value.
type member struct {
	field *api.Field
	// name is quoted and followed by a colon.
	name []byte
	make maker
	// invert finds the ordinal of the record with a value; nil where that takes a search.
	invert func(text string) (int, bool)
	// link is set where the value is another record's.
	link *link
	// collected is set where the value repeats the records that refer to this one.
	collected *collection
}

// maker appends the JSON value that belongs to a place. It is pure but for values of other
// records, which may have been written: world.lock must be held.
type maker func(dst []byte, at place) []byte

func newWorld(c *api.Catalog, setup Setup) (*world, error) {
	w := &world{catalog: c, setup: setup, kinds: map[string]*kind{}}
	size := sizes(c, setup.Jobs)
	for _, e := range c.Entities {
		w.kinds[e.Resource] = &kind{
			entity:  e,
			size:    size[e.Resource],
			key:     keyOf(setup.Seed, e.Resource),
			byName:  map[string]*member{},
			links:   map[string]*link{},
			written: newWritten(),
			tables:  &tables{byField: map[string]map[string][]int{}},
		}
	}
	for _, e := range c.Entities {
		if err := (&builder{world: w, kind: w.kinds[e.Resource]}).build(); err != nil {
			return nil, fmt.Errorf("simulating %s: %w", e.Resource, err)
		}
	}
	if err := w.checkChains(); err != nil {
		return nil, err
	}
	w.chooseIndexed()
	return w, nil
}

// chooseIndexed finds the fields by which records are looked for: keys, the fields that others
// refer to, and those that say to which record a collected one belongs.
func (w *world) chooseIndexed() {
	for _, e := range w.catalog.Entities {
		k := w.kinds[e.Resource]
		for _, field := range e.Key {
			k.indexBy(field)
		}
		w.indexTargets(e.Fields)
		for _, m := range k.fields {
			if m.collected != nil {
				m.collected.of.indexBy(m.collected.by)
			}
		}
	}
}

func (w *world) indexTargets(fields []api.Field) {
	for _, f := range fields {
		if f.RefersTo != nil {
			w.kinds[f.RefersTo.Resource].indexBy(f.RefersTo.Field)
		}
		w.indexTargets(f.Fields)
	}
}

func (k *kind) indexBy(field string) {
	if _, has := k.byName[field]; has && !slices.Contains(k.indexed, field) {
		k.indexed = append(k.indexed, field)
	}
}

// record appends the whole record at an ordinal. world.lock must be held.
func (w *world) record(dst []byte, k *kind, ordinal int) []byte {
	if at := k.written.at(ordinal); at != nil {
		return w.withCollections(dst, k, at)
	}
	return k.appendMembers(dst, k.fields, place{ordinal: ordinal})
}

func (k *kind) appendMembers(dst []byte, members []member, at place) []byte {
	dst = append(dst, '{')
	for i := range members {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, members[i].name...)
		dst = members[i].make(dst, at)
	}
	return append(dst, '}')
}

// value appends the value of one field of the record at an ordinal, as it stands now.
// world.lock must be held.
func (w *world) value(dst []byte, k *kind, m *member, ordinal int) []byte {
	if at := k.written.at(ordinal); at != nil && m.collected == nil {
		if v, has := at.get(m.field.Name); has {
			return append(dst, v...)
		}
		return append(dst, "null"...)
	}
	return m.make(dst, place{ordinal: ordinal})
}
