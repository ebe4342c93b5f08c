package compile

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// dropDangling takes away what leads to a resource or a field that the description does not have, as
// one may that was made of another: nothing could follow it.
func (p *presenter) dropDangling() {
	p.eachField(func(e *api.Entity, f *api.Field) {
		if to := f.RefersTo; to != nil && !p.leads(to) {
			p.note(e, "reference of "+f.Name, "none", to.Resource+"."+to.Field+" is not in the description")
			f.RefersTo = nil
		}
	})
	// Which records are collected depends on the references that are left.
	p.eachField(func(e *api.Entity, f *api.Field) {
		if f.Collects != "" && !p.collected(e, f.Collects) {
			p.note(e, "records in "+f.Name, "none", "no field of "+f.Collects+" refers to "+e.Resource)
			f.Collects = ""
		}
	})
}

func (p *presenter) eachField(visit func(*api.Entity, *api.Field)) {
	for _, e := range p.catalog.Entities {
		visitFields(e, e.Fields, visit)
		visitFields(e, e.Index, visit)
		for i := range e.Operations {
			visitFields(e, e.Operations[i].Fields, visit)
		}
	}
}

func visitFields(e *api.Entity, fields []api.Field, visit func(*api.Entity, *api.Field)) {
	for i := range fields {
		visit(e, &fields[i])
		visitFields(e, fields[i].Fields, visit)
	}
}

func (p *presenter) leads(to *api.Reference) bool {
	target := p.resource(to.Resource)
	if target == nil {
		return false
	}
	condition, _, _ := strings.Cut(to.Where, "=")
	_, conditioned := api.Direct(target.Fields, strings.TrimSuffix(condition, "!"))
	_, has := api.Direct(target.Fields, to.Field)
	return has && (to.Where == "" || conditioned)
}

// collected tells whether records of a resource refer to those of an entity.
func (p *presenter) collected(e *api.Entity, resource string) bool {
	target := p.resource(resource)
	return target != nil && slices.ContainsFunc(target.Fields, func(f api.Field) bool {
		return f.RefersTo != nil && f.RefersTo.Resource == e.Resource
	})
}

func (p *presenter) resource(name string) *api.Entity {
	i := slices.IndexFunc(p.catalog.Entities, func(e *api.Entity) bool { return e.Resource == name })
	if i < 0 {
		return nil
	}
	return p.catalog.Entities[i]
}
