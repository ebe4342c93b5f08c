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

func operationVerbs() []api.Verb {
	return []api.Verb{api.List, api.Get, api.Create, api.Update, api.UpdateStatus, api.Delete}
}

func (c *call) other(why string) api.Other {
	return api.Other{Method: c.Method, Path: c.Path, Summary: either(c.Summary, c.Description), Why: why}
}

// whole is the call whose record is the whole one: what getting one answers, else what a write
// carries, else what the list answers.
func (r *resource) whole() *call {
	for _, verb := range []api.Verb{api.Get, api.Create, api.Update, api.List} {
		if c := r.first(verb); c != nil && len(c.record) > 0 {
			return c
		}
	}
	return r.calls[0]
}

func (r *resource) record() []api.Field { return r.whole().record }

// first finds the first call of a verb.
func (r *resource) first(verb api.Verb) *call {
	if i := slices.IndexFunc(r.calls, func(c *call) bool { return c.Verb == verb }); i >= 0 {
		return r.calls[i]
	}
	return nil
}

// parameter is the name of the parameter by which one record is called, "" where there is none.
func (r *resource) parameter() string {
	for _, verb := range []api.Verb{api.Get, api.UpdateStatus, api.Update, api.Delete} {
		if c := r.first(verb); c != nil && c.parameter != "" {
			return c.parameter
		}
	}
	return ""
}

// onlyStatus tells whether a write carries little else than a key and a status, of records that
// have more fields than that, and not simply all that there is to write of a small one.
func onlyStatus(written, record []api.Field) bool {
	const most = 3
	readOnly := func(f api.Field) bool { return f.ReadOnly }
	carried := slices.DeleteFunc(slices.Clone(written), readOnly)
	status, _ := statusField(carried)
	if len(carried) > most || len(record) <= len(carried) || status == "" {
		return false
	}
	guid, _ := guidField(carried, "", "")
	beside := func(f api.Field) bool { return f.Name != status && f.Name != guid }
	missing := func(f api.Field) bool { _, has := api.Find(carried, f.Name); return beside(f) && !f.ReadOnly && !has }
	return !slices.ContainsFunc(carried, beside) || slices.ContainsFunc(record, missing)
}

// at tells whether a call of the entity has this path, in any letter case.
func at(e *api.Entity, path string) bool {
	return slices.ContainsFunc(e.Operations, func(o api.Operation) bool { return strings.EqualFold(o.Path, path) })
}
