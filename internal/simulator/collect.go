package simulator

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// collection is an array that repeats the records of another kind which refer to this one.
type collection struct {
	of *kind
	// by is the field of those records that refers to this one, to the field of this one that it
	// refers to.
	by, to string
}

func (b *builder) collect(m *member) error {
	of, known := b.world.kinds[m.field.Collects]
	if !known {
		return fmt.Errorf("it collects %s, which the description does not have", m.field.Collects)
	}
	c := &collection{of: of}
	for _, f := range of.entity.Fields {
		if f.RefersTo != nil && f.RefersTo.Resource == b.kind.entity.Resource {
			c.by, c.to = f.Name, f.RefersTo.Field
			m.collected = c
			m.make = func(dst []byte, at place) []byte { return b.world.collected(dst, b.kind, c, at.ordinal) }
			return nil
		}
	}
	return fmt.Errorf("it collects %s, no field of which refers to %s", m.field.Collects, b.kind.entity.Resource)
}

// collected appends the array of those that refer to the record at an ordinal: the made-up ones
// that nobody has written since, and the written ones by what they say now.
func (w *world) collected(dst []byte, k *kind, c *collection, ordinal int) []byte {
	count := 0
	add := func(member int) {
		if count++; count > 1 {
			dst = append(dst, ',')
		}
		dst = w.withoutCollections(dst, c.of, member)
	}
	dst = append(dst, '[')
	if ordinal < k.size {
		c.of.byName[c.by].link.backward(ordinal, c.of.size, func(member int) {
			if c.of.written.at(member) == nil {
				add(member)
			}
		})
	}
	own := record.Text(w.value(nil, k, k.byName[c.to], ordinal))
	for _, at := range c.of.written.with(c.by, own) {
		add(at.ordinal)
	}
	return append(dst, ']')
}

// withoutCollections appends a record within another one's array. Its own arrays of that kind
// stay out, or two records could hold each other without end.
func (w *world) withoutCollections(dst []byte, k *kind, ordinal int) []byte {
	if at := k.written.at(ordinal); at != nil {
		return append(dst, at.record.Raw()...)
	}
	return k.appendMembers(dst, k.plain, place{ordinal: ordinal})
}

// withCollections appends a written record with its arrays as they are now, in the order of the
// description.
func (w *world) withCollections(dst []byte, k *kind, at *entry) []byte {
	if len(k.plain) == len(k.fields) {
		return append(dst, at.record.Raw()...)
	}
	fields := membersOf(at.record.Raw())
	for i := range k.fields {
		if m := &k.fields[i]; m.collected != nil {
			fields.set(m.field.Name, m.make(nil, place{ordinal: at.ordinal}))
		}
	}
	return fields.appendTo(dst)
}
