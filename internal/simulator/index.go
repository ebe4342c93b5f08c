package simulator

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// stub makes the members of an index entry. Its fields are often named otherwise than in the
// whole record ("guid" for "jobGuid"), so a field is known by its name in the record, by its
// sample, or else by one of the four names that the vendor documents for every index.
func (b *builder) stub() ([]member, error) {
	k := b.kind
	fields := k.entity.Index
	if len(fields) == 0 {
		fields = []api.Field{
			{Name: "dtype", Type: api.String, Certainty: api.Documented},
			{Name: "guid", Type: k.identity.field.Type, Certainty: api.Documented},
			{Name: "updatedAt", Type: api.Time, Certainty: api.Documented},
		}
	}
	members := make([]member, 0, len(fields))
	for i := range fields {
		m, err := b.stubMember(&fields[i])
		if err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}

func (b *builder) stubMember(f *api.Field) (member, error) {
	k := b.kind
	m := member{field: f, name: append(quote(nil, f.Name), ':')}
	kindOf, _, _ := strings.Cut(f.Sample, " ")
	switch same := k.byName[f.Name]; {
	case same != nil:
		m.make, m.field = same.make, same.field
	case kindOf == "guid", kindOf == "ordinal", f.Sample == "" && (f.Name == "guid" || f.Name == "id"):
		m.make, m.field = k.identity.make, k.identity.field
	case kindOf == "updated", f.Sample == "" && f.Name == "updatedAt":
		m.make, m.field = k.updated.make, k.updated.field
	case f.Sample == "" && f.Name == "dtype":
		m.make = fixed(quote(nil, k.entity.Resource))
	default:
		return b.member(f, "index.")
	}
	return m, nil
}

// stubOf appends the index entry of the record at an ordinal. world.lock must be held.
func (w *world) stubOf(dst []byte, k *kind, ordinal int) []byte {
	at := k.written.at(ordinal)
	if at == nil {
		return k.appendMembers(dst, k.index, place{ordinal: ordinal})
	}
	dst = append(dst, '{')
	for i := range k.index {
		if i > 0 {
			dst = append(dst, ',')
		}
		m := &k.index[i]
		dst = append(dst, m.name...)
		switch v, has := at.get(m.field.Name); {
		case m.field == k.identity.field:
			dst = appendIdentity(dst, m.field, at.guid)
		case m.field == k.updated.field:
			dst = appendMoment(dst, m.field, at.updatedAt)
		case has:
			dst = append(dst, v...)
		case k.byName[m.field.Name] == nil || m.collected != nil:
			dst = m.make(dst, place{ordinal: ordinal})
		default: // the record was written without it
			dst = append(dst, "null"...)
		}
	}
	return append(dst, '}')
}

// appendIdentity appends an identity in the type of its field.
func appendIdentity(dst []byte, f *api.Field, guid string) []byte {
	if f.Type == api.Integer {
		return append(dst, guid...)
	}
	return quote(dst, guid)
}
