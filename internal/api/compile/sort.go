package compile

import (
	"cmp"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// sort puts the surest calls first. Where several elsewhere are equally sure to do the same, none of
// them can be chosen, and they are given back.
func (r *resource) sort() (left []api.Other) {
	slices.SortStableFunc(r.calls, func(a, b *call) int { return cmp.Compare(a.rank, b.rank) })
	for _, verb := range operationVerbs() {
		first := r.first(verb)
		if first == nil || first.rank <= onAlike {
			continue
		}
		twin := func(c *call) bool {
			return c.Verb == verb && c.rank == first.rank && c.collection != first.collection
		}
		if !slices.ContainsFunc(r.calls, twin) {
			continue
		}
		left = append(left, r.drop(func(c *call) bool { return c == first || twin(c) },
			"several calls elsewhere would "+string(verb)+" such records, and none is at their own path")...)
	}
	return left
}

// statusCalls tells apart the writes that set a status, and gives back those that cannot.
func (r *resource) statusCalls(whole []api.Field) (left []api.Other) {
	for _, c := range r.calls {
		if (c.Verb == api.Create || c.Verb == api.Update) && onlyStatus(c.record, whole) && r.names(c) {
			c.Verb = api.UpdateStatus
		}
	}
	left = r.drop(func(c *call) bool { return c.Verb == api.UpdateStatus && !r.names(c) },
		"neither its path nor its body says which record it changes")
	return append(left, r.drop(func(c *call) bool { return c.Verb == api.UpdateStatus && statusInBody(c.record) == "" },
		"its path speaks of a status, and its body has none")...)
}
