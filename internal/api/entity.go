package api

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// entity makes an entity of the calls of a resource. Of two calls that do the same the first one
// counts; the others are given back.
func (r *resource) entity() (e *Entity, left []Other) {
	left = r.sort()
	whole := r.whole()
	e = &Entity{Resource: r.name, Group: r.calls[0].group, Summary: whole.about, Fields: whole.record}
	left = append(left, r.statusCalls(e.Fields)...)
	for _, verb := range operationVerbs() {
		c := r.first(verb)
		if c == nil {
			continue
		}
		switch verb {
		case List:
			e.Index = c.record
		case Create, Update, UpdateStatus:
			if !reflect.DeepEqual(c.record, e.Fields) {
				c.Fields = c.record
			}
		case Get, Delete: // what get answers is e.Fields already
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

func operationVerbs() []Verb { return []Verb{List, Get, Create, Update, UpdateStatus, Delete} }

func (c *call) other(why string) Other {
	return Other{Method: c.Method, Path: c.Path, Summary: either(c.Summary, c.Description), Why: why}
}

// whole is the call whose record is the whole one: what getting one answers, else what a write
// carries, else what the list answers.
func (r *resource) whole() *call {
	for _, verb := range []Verb{Get, Create, Update, List} {
		if c := r.first(verb); c != nil && len(c.record) > 0 {
			return c
		}
	}
	return r.calls[0]
}

func (r *resource) record() []Field { return r.whole().record }

// first finds the first call of a verb.
func (r *resource) first(verb Verb) *call {
	if i := slices.IndexFunc(r.calls, func(c *call) bool { return c.Verb == verb }); i >= 0 {
		return r.calls[i]
	}
	return nil
}

// parameter is the name of the parameter by which one record is called, "" where there is none.
func (r *resource) parameter() string {
	for _, verb := range []Verb{Get, UpdateStatus, Update, Delete} {
		if c := r.first(verb); c != nil && c.parameter != "" {
			return c.parameter
		}
	}
	return ""
}

// onlyStatus tells whether a write carries little else than a key and a status, of records that
// have more fields than that, and not simply all that there is to write of a small one.
func onlyStatus(written, record []Field) bool {
	const most = 3
	readOnly := func(f Field) bool { return f.ReadOnly }
	carried := slices.DeleteFunc(slices.Clone(written), readOnly)
	status, _ := statusField(carried)
	if len(carried) > most || len(record) <= len(carried) || status == "" {
		return false
	}
	guid, _ := guidField(carried, "", "")
	beside := func(f Field) bool { return f.Name != status && f.Name != guid }
	missing := func(f Field) bool { _, has := Find(carried, f.Name); return beside(f) && !f.ReadOnly && !has }
	return !slices.ContainsFunc(carried, beside) || slices.ContainsFunc(record, missing)
}

// at tells whether a call of the entity has this path, in any letter case.
func (e *Entity) at(path string) bool {
	return slices.ContainsFunc(e.Operations, func(o Operation) bool { return strings.EqualFold(o.Path, path) })
}
