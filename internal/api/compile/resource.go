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
	// changed says that a call to change a record was given back.
	changed bool
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

// whole is the call whose record is the whole one: what getting one answers; else what the list answers, where its
// entries say which record they are; else what a write carries.
func (r *resource) whole() *call {
	list := r.first(api.List)
	if r.first(api.Get) == nil && list != nil {
		if guid, _ := identifierField(list.record, r.parameter(), list.collection); guid != "" {
			return list
		}
	}
	for _, verb := range []api.Verb{api.Get, api.Create, api.Update, api.List} {
		if c := r.first(verb); c != nil && len(c.record) > 0 {
			return c
		}
	}
	return r.calls[0]
}

// first finds the first call of a verb.
func (r *resource) first(verb api.Verb) *call {
	if i := slices.IndexFunc(r.calls, func(c *call) bool { return c.Verb == verb }); i >= 0 {
		return r.calls[i]
	}
	return nil
}

// parameter is the name of the parameter by which one record is called, "" where there is none.
func (r *resource) parameter() string {
	for _, verb := range []api.Verb{api.Get, api.Update, api.Delete, api.UpdateStatus} {
		if c := r.first(verb); c != nil && c.parameter != "" {
			return c.parameter
		}
	}
	return ""
}

// on tells whether a path is the resource's own, in any letter case.
func (r *resource) on(collection string) bool {
	return slices.ContainsFunc(r.calls, func(c *call) bool { return strings.EqualFold(c.collection, collection) })
}

func (r *resource) carries(schema string) bool {
	return schema != "" && slices.ContainsFunc(r.calls, func(c *call) bool { return c.schema == schema })
}

// drop takes calls out of a resource and says why.
func (r *resource) drop(which func(*call) bool, why string) (left []api.Other) {
	r.calls = slices.DeleteFunc(r.calls, func(c *call) bool {
		if which(c) {
			left = append(left, c.other(why))
			r.changed = r.changed || c.Verb == api.Update
			return true
		}
		return false
	})
	return left
}
