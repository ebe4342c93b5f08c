package data

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// builder turns the fields of one entity into ways to make values.
type builder struct {
	kinds   map[string]*Kind
	kind    *Kind
	setup   Setup
	current Current
}

func (b *builder) build() error {
	k := b.kind
	var err error
	if k.Fields, err = b.members(k.Entity.Fields, ""); err != nil {
		return err
	}
	for i := range k.Fields {
		k.byName[k.Fields[i].Field.Name] = &k.Fields[i]
		if k.Fields[i].Collects == nil {
			k.Plain = append(k.Plain, k.Fields[i])
		}
	}
	b.chooseIdentity()
	k.Index, err = b.indexEntry()
	return err
}

func (b *builder) members(fields []api.Field, above string) ([]Member, error) {
	members := make([]Member, 0, len(fields))
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
func (b *builder) member(f *api.Field, above string) (Member, error) {
	path := above + f.Name
	m := Member{Field: f, Name: append(Quote(nil, f.Name), ':')}
	var err error
	switch {
	case f.RefersTo != nil:
		err = b.kind.refer(&m, above, b.kinds, b.current)
	case f.Collects != "":
		err = b.kind.collect(&m, b.kinds, b.current)
	default:
		sample := b.sampleOf(f, above == "")
		m.AnyCase = sample == sampleGUID
		m.Make, err = sampler{builder: b, field: f, path: path}.read(sample)
	}
	if err != nil {
		return m, fmt.Errorf("field %s: %w", path, err)
	}
	return m, nil
}

// sampleOf gives the field's sample, or where it has none one that its part in the entity asks
// for, so that a description without samples still gives records that can be found.
func (b *builder) sampleOf(f *api.Field, top bool) string {
	e := b.kind.Entity
	switch {
	case f.Sample != "" || len(f.Enum) > 0 || !top:
		return f.Sample
	case f.Name == e.GUID && f.Type == api.Integer:
		return sampleOrdinal
	case f.Name == e.GUID:
		return sampleGUID
	case f.Name == e.UpdatedAt && (f.Type == api.String || f.Type.Epoch() || f.Type == api.Integer):
		return SampleUpdated
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
	if m := k.Member(k.Entity.GUID); m != nil {
		k.Identity = *m
	} else {
		k.Identity = Member{Field: &api.Field{Name: "", Type: api.String}, Make: guids(k.key), AnyCase: true}
		for _, name := range []string{"guid", "id"} {
			if f, has := api.Find(k.Entity.Index, name); has && f.Type == api.Integer {
				k.Identity = Member{Field: &api.Field{Name: "", Type: api.Integer}, Make: ordinals()}
			}
		}
	}
	if m := k.Member(k.Entity.UpdatedAt); m != nil {
		k.Updated = *m
	} else {
		k.Updated = Member{Field: &api.Field{Name: "", Type: api.Time}}
		k.Updated.Make = times(k.Updated.Field, b.setup.AsOf, k.key, true)
	}
}
