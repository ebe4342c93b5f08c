package compile

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// place adds a writing call to the resource whose records it writes, and tells whether there is one.
func place(resources []*resource, c *call) bool {
	for sure := onPath; sure <= byTag; sure++ {
		fits := func(r *resource) bool { return r.fits(c, sure, resources) }
		i := slices.IndexFunc(resources, fits)
		if i < 0 {
			continue
		}
		if sure > onCollection && slices.ContainsFunc(resources[i+1:], fits) {
			return false // which of them it means would be a guess
		}
		r := resources[i]
		c.rank = sure
		if c.inner != nil && sure <= onAlike && r.listed(c) {
			c.unwrap()
		}
		r.calls = append(r.calls, c)
		return true
	}
	return false
}

// fits tells whether a call works on the records of a resource by a sign of this rank.
func (r *resource) fits(c *call, sure rank, all []*resource) bool {
	switch sure {
	case onPath:
		return r.on(c.collection) && strings.EqualFold(c.collection, c.ownPath())
	case onCollection:
		// A word such as "bulk" may stand for anything that is done to records.
		return r.on(c.collection) && (c.Verb != api.Create || r.takes(c))
	case onAlike:
		return !r.on(c.collection) && r.alike(c)
	case bySchema:
		return r.carries(c.schema) && r.mayTake(c)
	case byField:
		return r.identifiedBy(c.record) && r.mayTake(c)
	case byTag:
		return !c.weak && !c.hasID && r.tagged(c.group) && (r.keyedBy(c.record) || onlyTagged(all, c.group)) && r.mayTake(c)
	}
	return false
}

// mayTake tells whether a call elsewhere can be one about the resource at all: one whose path names a
// record must name it as the resource's own paths do.
func (r *resource) mayTake(c *call) bool {
	return (!c.hasID || strings.EqualFold(c.parameter, r.parameter())) && r.takes(c)
}

// takes tells whether what a call elsewhere carries is a record of the resource, rather than something
// that only mentions one: it has the same schema, at least half of what can be written, or the status.
func (r *resource) takes(c *call) bool {
	if r.carries(c.schema) {
		return true
	}
	whole := r.record()
	if c.statusOf(whole) && r.identifiedBy(c.record) {
		return true
	}
	return covers(c.record, whole)
}

// listed tells whether the body of a call holds a list of the resource's records, rather than one of them.
func (r *resource) listed(c *call) bool {
	if r.carries(c.schema) {
		return false
	}
	if r.carries(c.inner.schema) {
		return true
	}
	has := func(f api.Field) bool { _, ok := api.Find(r.reading(), f.Name); return ok }
	return strings.HasSuffix(c.inner.Wrapper, "List") && !slices.ContainsFunc(c.record, has)
}

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
