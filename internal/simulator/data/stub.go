package data

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// indexEntry makes the members of an index entry. Its fields are often named otherwise than in the
// whole record ("guid" for "jobGuid"), so a field is known by its name in the record, by its
// sample, or else by one of the four names that the vendor documents for every index.
func (b *builder) indexEntry() ([]Member, error) {
	k := b.kind
	fields := k.Entity.Index
	if len(fields) == 0 {
		fields = []api.Field{
			{Name: "dtype", Type: api.String, Certainty: api.Documented},
			{Name: "guid", Type: k.Identity.Field.Type, Certainty: api.Documented},
			{Name: "updatedAt", Type: api.Time, Certainty: api.Documented},
		}
	}
	members := make([]Member, 0, len(fields))
	for i := range fields {
		m, err := b.stubMember(&fields[i])
		if err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}

func (b *builder) stubMember(f *api.Field) (Member, error) {
	k := b.kind
	m := Member{Field: f, Name: append(Quote(nil, f.Name), ':')}
	kindOf, _, _ := strings.Cut(f.Sample, " ")
	switch same := k.Member(f.Name); {
	case same != nil:
		m.Make, m.Field = same.Make, same.Field
	case kindOf == sampleGUID, kindOf == sampleOrdinal, f.Sample == "" && (f.Name == "guid" || f.Name == "id"):
		m.Make, m.Field = k.Identity.Make, k.Identity.Field
	case kindOf == SampleUpdated, f.Sample == "" && f.Name == "updatedAt":
		m.Make, m.Field = k.Updated.Make, k.Updated.Field
	case f.Sample == "" && f.Name == "dtype":
		m.Make = fixed(Quote(nil, k.Entity.Resource))
	default:
		return b.member(f, "index.")
	}
	return m, nil
}
