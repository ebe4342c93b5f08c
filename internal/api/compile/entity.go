package compile

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// entity makes an entity of the calls of a resource. Of two calls that do the same the first one
// counts; the others are given back.
func (r *resource) entity() (e *api.Entity, left []api.Other) {
	left = r.sort()
	whole := r.whole()
	e = &api.Entity{Resource: r.name, Group: r.calls[0].group, Summary: whole.about, Fields: whole.record}
	left = append(left, r.statusCalls(e.Fields)...)
	for _, verb := range operationVerbs() {
		c := r.first(verb)
		if c == nil {
			continue
		}
		switch verb {
		case api.List:
			e.Index = c.record
		case api.Create, api.Update, api.UpdateStatus:
			if !reflect.DeepEqual(c.record, e.Fields) {
				c.Fields = c.record
			}
		case api.Get, api.Delete: // what get answers is e.Fields already
		}
		e.Operations = append(e.Operations, c.Operation)
	}
	for _, c := range r.calls {
		if first := r.first(c.Verb); first != c {
			left = append(left, c.other(fmt.Sprintf("%s %s does the same", first.Method, first.Path)))
		}
	}
	return e, left
}

// at tells whether a call of the entity has this path, in any letter case.
func at(e *api.Entity, path string) bool {
	return slices.ContainsFunc(e.Operations, func(o api.Operation) bool { return strings.EqualFold(o.Path, path) })
}
