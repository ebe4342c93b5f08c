package compile

import (
	"cmp"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// group puts together the calls on one kind of record: those on one collection, in any letter case and in the
// singular or the plural, and those that the description or a row says belong to it. The order of the file
// never decides. What fits nowhere is given back.
func group(calls []*call, rows []api.Presentation) (resources []*resource, left []api.Other) {
	g := &grouping{rows: rows}
	calls, left = withoutRecords(calls)
	for _, said := range []bool{false, true} { // what belongs to others by a word needs those
		for _, c := range calls {
			if c.reads() && said == (c.says.entity != "") {
				g.read(c)
			}
		}
	}
	g.joinAlike()
	left = append(left, g.dropFurther()...)
	for _, c := range calls {
		if !c.reads() {
			left = append(left, g.write(c)...)
		}
	}
	return g.resources, append(left, g.dropLone()...)
}

// withoutRecords gives back what would be a list and answers what getting a record answers, which has a list in it.
func withoutRecords(calls []*call) (others []*call, left []api.Other) {
	for _, c := range calls {
		i := slices.IndexFunc(calls, func(get *call) bool {
			return get.Verb == api.Get && get.schema != "" && get.schema == c.answered && !get.ListOfOne
		})
		if c.Verb == api.List && i >= 0 {
			left = append(left, c.other("its answer is one record, as that of "+calls[i].Path+" is"))
			continue
		}
		others = append(others, c)
	}
	return others, left
}

type grouping struct {
	rows      []api.Presentation
	resources []*resource
}

// of finds the resource that a call says it belongs to, or on whose path it is.
func (g *grouping) of(c *call) *resource {
	if name := g.resourceName(c); name != "" {
		for _, r := range g.resources {
			if strings.EqualFold(r.name, name) {
				return r
			}
		}
	}
	for _, r := range g.resources {
		if r.on(c.collection) {
			return r
		}
	}
	return nil
}

// resourceName is what the description or a row says of a call, "" where neither does.
func (g *grouping) resourceName(c *call) string {
	if c.says.entity != "" {
		return c.says.entity
	}
	for _, row := range g.rows {
		if row.WritesAt != "" && strings.EqualFold(c.collection, row.WritePath()) {
			return row.Resource
		}
	}
	return ""
}

func (g *grouping) add(c *call) {
	g.resources = append(g.resources, &resource{name: cmp.Or(g.resourceName(c), lastStep(c.collection)), calls: []*call{c}})
}

func (g *grouping) read(c *call) {
	if r := g.of(c); r != nil {
		r.calls = append(r.calls, c)
		return
	}
	g.add(c)
}

// joinAlike puts the list of /things and the get of /thing/{id} together, where there is one of each alone.
func (g *grouping) joinAlike() {
	for i := 0; i < len(g.resources); i++ {
		list := g.resources[i]
		if list.first(api.List) == nil || list.first(api.Get) != nil {
			continue
		}
		at := slices.IndexFunc(g.resources, func(get *resource) bool {
			return get.first(api.List) == nil && alikePath(get.calls[0].collection, list.calls[0].collection)
		})
		if at < 0 {
			continue
		}
		list.calls = append(list.calls, g.resources[at].calls...)
		g.resources = slices.Delete(g.resources, at, at+1)
		if at < i {
			i--
		}
	}
}

// dropFurther gives back what reads the records of a resource below its path once more: /users/active.
func (g *grouping) dropFurther() (left []api.Other) {
	g.resources = slices.DeleteFunc(g.resources, func(r *resource) bool {
		for _, above := range g.resources {
			if above == r || !strings.HasPrefix(strings.ToLower(r.calls[0].collection), strings.ToLower(above.calls[0].collection)+"/") {
				continue
			}
			if above.carries(r.whole().schema) {
				for _, c := range r.calls {
					left = append(left, c.other("it is a further way to what "+above.calls[0].Path+" reads"))
				}
				return true
			}
		}
		return false
	})
	return left
}

// write adds a writing call to the resource whose records it writes, if there is one.
func (g *grouping) write(c *call) []api.Other {
	r := g.of(c)
	if r == nil {
		i := slices.IndexFunc(g.resources, func(r *resource) bool {
			return slices.ContainsFunc(r.calls, func(mine *call) bool { return mine.reads() && alikePath(mine.collection, c.collection) })
		})
		if i >= 0 {
			r = g.resources[i]
		}
	}
	switch {
	case r != nil:
	case c.Verb == api.Create && !c.weak && namedAlike(c.Wrapper, c.collection): // nothing reads them
		g.add(c)
		return nil
	default:
		return []api.Other{c.other("nothing lists or gets the records that it would work on")}
	}
	if c.inner != nil && r.listed(c) {
		c.unwrap()
	}
	if why := r.notMade(c); why != "" {
		return []api.Other{c.other(why)}
	}
	if c.Body == api.BodyRecord && c.Wrapper != "" && !r.wrapped() {
		if _, field := api.Direct(r.reading(), c.Wrapper); field {
			return []api.Other{c.other("its body may be the record, or hold it in " + c.Wrapper)}
		}
	}
	r.calls = append(r.calls, c)
	return nil
}

// notMade says why a call makes no records of the resource, although it stands where that would, "" where it does:
// its body carries their fields, or what it answers is one of them.
func (r *resource) notMade(c *call) string {
	if c.Verb != api.Create || c.makes || len(r.reading()) == 0 || len(c.record) == 0 || r.carries(c.answered) || covers(r.reading(), c.record) {
		return ""
	}
	return "its body has other fields than the records that are read, and its answer is none of them"
}

// wrapped tells whether getting a record answers it in a member.
func (r *resource) wrapped() bool {
	get := r.first(api.Get)
	return get != nil && get.Wrapper != ""
}

// listed tells whether the body of a call holds a list of the resource's records, rather than one of them: what is in
// the list has their schema or no field but theirs, and nothing beside it is a field of theirs.
func (r *resource) listed(c *call) bool {
	has := func(f api.Field) bool { _, ok := api.Direct(r.reading(), f.Name); return ok }
	hasNot := func(f api.Field) bool { return !has(f) }
	if r.carries(c.schema) || !r.carries(c.inner.schema) && (c.inner.schema != "" || slices.ContainsFunc(c.inner.record, hasNot)) {
		return false
	}
	return !slices.ContainsFunc(c.record, func(f api.Field) bool { return has(f) && f.Name != c.inner.Wrapper && !besideRecord(f.Name) })
}

// dropLone gives back a GET alone whose answer is not described, which tells nothing of records.
func (g *grouping) dropLone() (left []api.Other) {
	g.resources = slices.DeleteFunc(g.resources, func(r *resource) bool {
		lone := len(r.calls) == 1 && r.calls[0].Verb == api.List && len(r.calls[0].record) == 0
		if lone {
			left = append(left, r.calls[0].other("its answer is not described as JSON"))
		}
		return lone
	})
	return left
}
