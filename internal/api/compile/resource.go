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

// names tells whether a write says which record it means: in its path, or by a field.
func (r *resource) names(c *call) bool {
	if c.hasID {
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
		return c.hasID != mine.hasID && api.Singular(mine.collection) == api.Singular(c.collection) && mine.collection != ""
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

// drop takes calls out of a resource and says why.
func (r *resource) drop(which func(*call) bool, why string) (left []api.Other) {
	for _, c := range r.calls {
		if which(c) {
			left = append(left, c.other(why))
		}
	}
	if len(left) < len(r.calls) { // an entity without any call would be none
		r.calls = slices.DeleteFunc(r.calls, which)
		return left
	}
	return nil
}
