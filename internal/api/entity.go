package api

import (
	"reflect"
	"slices"
	"strings"
)

// resource is a kind of record in the description: the calls that belong together.
type resource struct {
	name  string
	calls []*call
}

// group puts together the calls on one kind of record: those on one collection, in any letter case,
// and a write elsewhere that carries the same schema or the same identifying field.
func group(calls []*call) []*resource {
	var out []*resource
	for _, c := range calls {
		if c.Verb != Create {
			out = join(out, c, func(r *resource) bool { return r.on(c.collection) })
		}
	}
	for _, c := range calls {
		if c.Verb == Create {
			out = join(out, c, func(r *resource) bool {
				return r.on(c.collection) || r.carries(c.schema) || r.identifiedBy(c.record)
			})
		}
	}
	// A lone GET whose answer is not described tells nothing of records.
	return slices.DeleteFunc(out, func(r *resource) bool {
		return len(r.calls) == 1 && r.calls[0].Verb == List && len(r.calls[0].record) == 0
	})
}

func join(resources []*resource, c *call, belongs func(*resource) bool) []*resource {
	if i := slices.IndexFunc(resources, belongs); i >= 0 {
		resources[i].calls = append(resources[i].calls, c)
		return resources
	}
	name := c.collection[strings.LastIndex(c.collection, "/")+1:]
	return append(resources, &resource{name: name, calls: []*call{c}})
}

func (r *resource) on(collection string) bool {
	return slices.ContainsFunc(r.calls, func(c *call) bool { return strings.EqualFold(c.collection, collection) })
}

func (r *resource) carries(schema string) bool {
	return schema != "" && slices.ContainsFunc(r.calls, func(c *call) bool { return c.schema == schema })
}

// identifiedBy tells whether a write's fields hold the field that identifies this resource's records.
func (r *resource) identifiedBy(fields []Field) bool {
	guid := guidField(r.record())
	if len(guid) <= len("guid") { // "id" and "guid" alone tell nothing
		return false
	}
	_, ok := Find(fields, guid)
	return ok
}

// first finds the first call of a verb.
func (r *resource) first(verb Verb) *call {
	if i := slices.IndexFunc(r.calls, func(c *call) bool { return c.Verb == verb }); i >= 0 {
		return r.calls[i]
	}
	return nil
}

// whole is the call whose record is the whole one: what getting one answers, else what a write
// carries, else what the list answers.
func (r *resource) whole() *call {
	for _, verb := range []Verb{Get, Create, List} {
		if c := r.first(verb); c != nil && len(c.record) > 0 {
			return c
		}
	}
	return r.calls[0]
}

func (r *resource) record() []Field { return r.whole().record }

// entity makes an entity of the calls. Of two calls that do the same the first one counts.
func (r *resource) entity() *Entity {
	whole := r.whole()
	e := &Entity{Resource: r.name, Group: r.calls[0].group, Summary: whole.about, Fields: whole.record}
	for _, c := range r.calls {
		if c.Verb == Create && onlyStatus(c.record, e.Fields) {
			c.Verb = UpdateStatus
		}
	}
	for _, verb := range []Verb{List, Get, Create, UpdateStatus} {
		c := r.first(verb)
		if c == nil {
			continue
		}
		switch verb {
		case List:
			e.Index = c.record
		case Create, UpdateStatus:
			if !reflect.DeepEqual(c.record, e.Fields) {
				c.Fields = c.record
			}
		default: // what get answers is e.Fields already
		}
		e.Operations = append(e.Operations, c.Operation)
	}
	return e
}

// onlyStatus tells whether a write carries little else than a key and a status, of records that
// have more fields than that.
func onlyStatus(written, record []Field) bool {
	const most = 3
	return len(written) <= most && len(record) > len(written) && statusField(written) != ""
}
