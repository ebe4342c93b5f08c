package compile

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// resource is a kind of record in the description: the calls that belong together.
type resource struct {
	name  string
	calls []*call
}

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
		case c.Verb == api.Create && !c.loose:
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

func (c *call) lastStep() string { return c.collection[strings.LastIndex(c.collection, "/")+1:] }

func (r *resource) on(collection string) bool {
	return slices.ContainsFunc(r.calls, func(c *call) bool { return strings.EqualFold(c.collection, collection) })
}

// below tells whether a path stands below that of the resource.
func (r *resource) below(path string) bool {
	return slices.ContainsFunc(r.calls, func(c *call) bool {
		return strings.HasPrefix(strings.ToLower(path), strings.ToLower(c.collection)+"/")
	})
}

func (r *resource) carries(schema string) bool {
	return schema != "" && slices.ContainsFunc(r.calls, func(c *call) bool { return c.schema == schema })
}

// alike tells whether a call's path differs from the resource's in singular and plural alone.
func (r *resource) alike(c *call) bool {
	return slices.ContainsFunc(r.calls, func(mine *call) bool {
		return c.deep != mine.deep && api.Singular(mine.collection) == api.Singular(c.collection) && mine.collection != ""
	})
}

// identifiedBy tells whether a write's fields hold the field that identifies this resource's records.
func (r *resource) identifiedBy(fields []api.Field) bool {
	guid, _ := guidField(r.record(), r.parameter(), r.name)
	if len(guid) <= len("guid") { // "id" and "guid" alone tell nothing
		return false
	}
	_, ok := api.Find(fields, guid)
	return ok
}

// keyedBy tells the same of the field by which people know the records.
func (r *resource) keyedBy(fields []api.Field) bool {
	key, _ := keyField(r.record(), r.name)
	if len(words(key)) < 2 { // "number" and "name" alone tell nothing
		return false
	}
	_, ok := api.Find(fields, key)
	return ok
}

func (r *resource) tagged(group string) bool { return group != "" && r.calls[0].group == group }

// onlyTagged tells whether a section of the documentation is about one resource alone.
func onlyTagged(resources []*resource, group string) bool {
	count := 0
	for _, r := range resources {
		if r.tagged(group) {
			count++
		}
	}
	return count == 1
}
