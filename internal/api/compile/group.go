package compile

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// group puts together the calls on one kind of record: those on one collection, in any letter case,
// and those elsewhere that carry the same schema or the same identifying field. What fits nowhere is
// given back.
func group(calls []*call) (resources []*resource, left []api.Other) {
	for _, c := range calls {
		if c.Verb == api.List || c.Verb == api.Get {
			resources, left = joinRead(resources, left, c)
		}
	}
	for _, c := range calls {
		if c.Verb == api.List || c.Verb == api.Get {
			continue
		}
		switch placed := place(resources, c); {
		case placed:
		case slices.ContainsFunc(resources, func(r *resource) bool { return r.on(c.collection) }):
			left = append(left, c.other("what it carries is too unlike the records that "+c.collection+" reads"))
		case c.Verb == api.Create && !c.weak:
			resources = append(resources, &resource{name: c.lastStep(), calls: []*call{c}})
		default:
			left = append(left, c.other("nothing lists or gets the records that it would work on"))
		}
	}
	// A lone GET whose answer is not described tells nothing of records.
	return slices.DeleteFunc(resources, func(r *resource) bool {
		lone := len(r.calls) == 1 && r.calls[0].Verb == api.List && len(r.calls[0].record) == 0
		if lone {
			left = append(left, r.calls[0].other("its answer is not described as JSON"))
		}
		return lone
	}), left
}

// joinRead adds a reading call to the resource that it reads, or makes a new one.
func joinRead(resources []*resource, left []api.Other, c *call) ([]*resource, []api.Other) {
	for _, r := range resources {
		if r.on(c.collection) || r.first(c.Verb) == nil && (r.carries(c.schema) || r.alike(c)) {
			r.calls = append(r.calls, c)
			return resources, left
		}
		if r.carries(c.schema) && r.below(c.collection) {
			return resources, append(left, c.other("it is a further list of what "+r.calls[0].Path+" reads"))
		}
	}
	return append(resources, &resource{name: c.lastStep(), calls: []*call{c}}), left
}
