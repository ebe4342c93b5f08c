package compile

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// rank says how surely a call is one about the records of a resource, the surest first. Of two calls
// that do the same the surer one counts, wherever they stand in the file.
type rank int

const (
	onPath       rank = iota // the path that the reading calls have
	onCollection             // that path with a word behind it: jobs/bulk
	onAlike                  // the path in the singular or the plural
	bySchema                 // the same schema elsewhere
	byField                  // a field that identifies the records, elsewhere
	byTag                    // the same section of the documentation
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
		return !c.loose && !c.deep && r.tagged(c.group) && (r.keyedBy(c.record) || onlyTagged(all, c.group)) && r.mayTake(c)
	}
	return false
}

// mayTake tells whether a call elsewhere can be one about the resource at all: one whose path names a
// record must name it as the resource's own paths do.
func (r *resource) mayTake(c *call) bool {
	return (!c.deep || strings.EqualFold(c.parameter, r.parameter())) && r.takes(c)
}

// ownPath is the call's path without what names one record or says that it is about the status.
func (c *call) ownPath() string {
	steps := strings.Split(strings.TrimRight(c.Path, "/"), "/")
	if c.status {
		steps = steps[:len(steps)-1]
	}
	if last := len(steps) - 1; isParameter(steps[last]) {
		steps = steps[:last]
	}
	return strings.Join(steps, "/")
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

// covers tells whether fields hold at least half of those of a record that can be written.
func covers(fields, whole []api.Field) bool {
	writable, held := 0, 0
	for i := range whole {
		if whole[i].ReadOnly {
			continue
		}
		writable++
		if _, has := api.Find(fields, whole[i].Name); has {
			held++
		}
	}
	return held > 0 && 2*held >= writable
}

// statusOf tells whether a write carries the status of such records and little else.
func (c *call) statusOf(whole []api.Field) bool {
	if !onlyStatus(c.record, whole) {
		return false
	}
	status, _ := statusField(c.record)
	_, own := api.Find(whole, status)
	return own || c.status || aboutStatus(c.Path[strings.LastIndexByte(c.Path, '/')+1:])
}

// names tells whether a write says which record it means: in its path, or by a field.
func (r *resource) names(c *call) bool {
	if c.deep {
		return true
	}
	if len(r.reading()) == 0 { // nothing tells what the records have
		guid, _ := guidField(c.record, "", r.name)
		return guid != ""
	}
	whole, own := r.reading(), api.PlainName(api.Singular(r.name))
	guid, _ := guidField(whole, r.parameter(), r.name)
	key, _ := keyField(whole, r.name)
	return slices.ContainsFunc(c.record, func(f api.Field) bool {
		return scalar(&f) && (f.Name == guid || f.Name == key ||
			slices.Contains([]string{"guid", "uuid", "id"}, strings.TrimPrefix(api.PlainName(f.Name), own)))
	})
}

// reading are the fields of the records as they are read, empty where that is not described.
func (r *resource) reading() []api.Field {
	for _, verb := range []api.Verb{api.Get, api.List} {
		if c := r.first(verb); c != nil && len(c.record) > 0 {
			return c.record
		}
	}
	return nil
}
