package simulator

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// builder turns the fields of one entity into ways to make values.
type builder struct {
	world *world
	kind  *kind
}

func (b *builder) build() error {
	k := b.kind
	var err error
	if k.fields, err = b.members(k.entity.Fields, ""); err != nil {
		return err
	}
	for i := range k.fields {
		k.byName[k.fields[i].field.Name] = &k.fields[i]
		if k.fields[i].collected == nil {
			k.plain = append(k.plain, k.fields[i])
		}
	}
	b.chooseIdentity()
	k.index, err = b.stub()
	return err
}

func (b *builder) members(fields []api.Field, above string) ([]member, error) {
	members := make([]member, 0, len(fields))
	for i := range fields {
		m, err := b.member(&fields[i], above)
		if err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}

// member decides what a field's value comes from: another record, the records that refer to
// this one, the sample, the values that are allowed, its part in the entity, or its type.
func (b *builder) member(f *api.Field, above string) (member, error) {
	path := above + f.Name
	m := member{field: f, name: append(quote(nil, f.Name), ':')}
	var err error
	switch {
	case f.RefersTo != nil:
		err = b.refer(&m, above)
	case f.Collects != "":
		err = b.collect(&m)
	default:
		s := sampler{world: b.world, kind: b.kind, field: f, path: path, builder: b}
		m.make, m.invert, err = s.read(b.sampleOf(f, above == ""))
	}
	if err != nil {
		return m, fmt.Errorf("field %s: %w", path, err)
	}
	return m, nil
}

// sampleOf gives the field's sample, or where it has none one that its part in the entity asks
// for, so that a description without samples still gives records that can be found.
func (b *builder) sampleOf(f *api.Field, top bool) string {
	e := b.kind.entity
	switch {
	case f.Sample != "" || len(f.Enum) > 0 || !top:
		return f.Sample
	case f.Name == e.GUID && f.Type == api.Integer:
		return "ordinal"
	case f.Name == e.GUID:
		return "guid"
	case f.Name == e.UpdatedAt && (f.Type == api.String || f.Type.Epoch() || f.Type == api.Integer):
		return "updated"
	}
	for _, key := range e.Key {
		switch {
		case f.Name == key && f.Type == api.String:
			return "sequence " + capitals(e.Resource) + "-%05d"
		case f.Name == key && f.Type == api.Integer:
			return "sequence %d"
		}
	}
	return ""
}

// capitals gives the upper-case letters of a resource: "JO" of JobOrder, or the first two letters of
// one without.
func capitals(resource string) string {
	var capital, small []byte
	for i := range len(resource) {
		switch letter := resource[i]; {
		case letter >= 'A' && letter <= 'Z':
			capital = append(capital, letter)
		case letter >= 'a' && letter <= 'z' && len(small) < 2:
			small = append(small, letter)
		}
	}
	if len(capital) == 0 {
		return strings.ToUpper(string(small))
	}
	return string(capital)
}

// chooseIdentity finds the fields that the index repeats. Where the entity has none, the index
// alone has an identity and a moment.
func (b *builder) chooseIdentity() {
	k := b.kind
	if m, has := k.byName[k.entity.GUID]; has {
		k.identity = *m
	} else {
		k.identity = member{field: &api.Field{Name: "", Type: api.String}}
		k.identity.make, k.identity.invert = guidMaker(k.key)
		for _, name := range []string{"guid", "id"} {
			if f, has := api.Find(k.entity.Index, name); has && f.Type == api.Integer {
				k.identity.field = &api.Field{Name: "", Type: api.Integer}
				k.identity.make, k.identity.invert = ordinalMaker()
			}
		}
	}
	if m, has := k.byName[k.entity.UpdatedAt]; has {
		k.updated = *m
	} else {
		k.updated = member{field: &api.Field{Name: "", Type: api.Time}}
		k.updated.make = momentMaker(k.updated.field, b.world.setup.AsOf, k.key, true)
	}
}
