package change

import (
	"iter"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Comparer compares records of one entity, one pair after the other.
type Comparer struct {
	fields []api.Field
	// keys are the business keys of each resource.
	keys map[string][]string
	// byPosition are the lists whose elements have no key.
	byPosition []string
}

// NewComparer makes a comparer for records with these fields. The catalog, which may be nil, tells
// by which keys the records are known that a list repeats.
func NewComparer(fields []api.Field, catalog *api.Catalog) *Comparer {
	c := &Comparer{fields: fields, keys: map[string][]string{}}
	if catalog != nil {
		for _, entity := range catalog.Entities {
			c.keys[entity.Resource] = append(slices.Clone(entity.Key), entity.GUID)
		}
	}
	return c
}

// Records gives what differs between two records: first what old has, in its order, then what only
// new has.
func (c *Comparer) Records(old, new record.Record) iter.Seq[Difference] { //nolint:predeclared // the pair is best named so
	return func(yield func(Difference) bool) { c.objects(place{}, old, new, yield) }
}

// Sent gives what a record that is sent changes in the one that is there. Fields that are not sent
// stay as they are; an element of a list is sent as a whole.
func (c *Comparer) Sent(old, sent record.Record) iter.Seq[Difference] {
	return func(yield func(Difference) bool) {
		c.objects(place{}, old, sent, func(d Difference) bool {
			return d.New == nil && d.Path == d.Field || yield(d)
		})
	}
}

// Values gives what differs between two values of a field, of which either may be nil.
func (c *Comparer) Values(field string, old, new record.Value) iter.Seq[Difference] { //nolint:predeclared // as above
	return func(yield func(Difference) bool) { c.values(place{field, field}, old, new, yield) }
}

// ByPosition names the lists that were compared by the positions of their elements so far, since
// these have no key: an element that was put in front then changes all behind it.
func (c *Comparer) ByPosition() []string { return c.byPosition }

func (c *Comparer) objects(at place, old, new record.Record, yield func(Difference) bool) bool { //nolint:predeclared // as above
	for d := range record.Diff(old, new) {
		if !c.values(at.below(d.Path), d.Old, d.New, yield) {
			return false
		}
	}
	return true
}

// values goes into lists and into the objects that lists hold.
func (c *Comparer) values(at place, old, new record.Value, yield func(Difference) bool) bool { //nolint:predeclared // as above
	switch {
	case old != nil && new != nil && record.Equal(old, new):
		return true
	case old.Kind() == jsontext.KindBeginArray && new.Kind() == jsontext.KindBeginArray:
		return c.lists(at, old, new, yield)
	case old.Kind() == jsontext.KindBeginObject && new.Kind() == jsontext.KindBeginObject:
		before, err := record.New(old)
		after, also := record.New(new)
		if err == nil && also == nil {
			return c.objects(at, before, after, yield)
		}
	case new == nil && at.path != at.field && c.readOnly(at.field):
		return true // the server sets it itself
	}
	return yield(Difference{Path: at.path, Field: at.field, Old: old, New: new})
}

// readOnly tells whether a member of an element is not for those who write.
func (c *Comparer) readOnly(field string) bool {
	f, known := api.Find(c.fields, field)
	return known && f.ReadOnly
}

// ReadOnly tells whether a field, or one that holds it, is set by the server alone.
func (c *Comparer) ReadOnly(field string) bool { return ReadOnly(c.fields, record.ParsePath(field)) }
