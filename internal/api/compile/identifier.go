package compile

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// identifier is the field that the row names, unless the file gets records by another one.
func (p *presenter) identifier(e *api.Entity, r *resource, row api.Presentation) string {
	get := r.first(api.Get)
	if get == nil || row.GUID == "" {
		return row.GUID
	}
	field := namedField(e.Fields, get.parameter)
	if field == "" || field == row.GUID {
		return row.GUID
	}
	p.note(e, "identifier", field, "the path parameter "+get.parameter+" of "+get.Path)
	return field
}

// strayCalls takes the calls away whose paths name a record by another field than the identifier: they
// would be sent with what means another record, or none.
func (p *presenter) strayCalls(e *api.Entity, r *resource) {
	for _, c := range r.calls {
		field := namedField(e.Fields, c.parameter)
		if field == "" && r.parameter() != c.parameter { // "id" beside companyGuid means companyId
			field = namedField(e.Fields, api.Singular(r.name)+c.parameter)
		}
		i := slices.IndexFunc(e.Operations, func(o api.Operation) bool { return o.Method == c.Method && o.Path == c.Path })
		if i < 0 || field == "" || field == e.GUID {
			continue
		}
		e.UpdatesApart = e.UpdatesApart || c.Verb == api.Update
		e.Operations = slices.Delete(e.Operations, i, i+1)
		p.catalog.Others = append(p.catalog.Others, c.other("its path names a record by "+field+", and the others do by "+e.GUID))
	}
}
