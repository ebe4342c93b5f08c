package compile

import (
	"cmp"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// entity makes an entity of the calls of a resource, nil where none of them can be used. Of two calls that do
// the same the better one counts; the others are given back.
func (r *resource) entity(row api.Presentation) (e *api.Entity, left []api.Other) {
	left = r.choose(row)
	if len(r.calls) == 0 {
		return nil, left
	}
	whole := r.whole()
	e = &api.Entity{Resource: r.name, Group: r.calls[0].group, Summary: whole.about, Fields: whole.record}
	left = append(left, r.statusCalls(row)...)
	left = append(left, r.unlike(e.Fields)...)
	left = append(left, r.drop(func(c *call) bool { return c.Verb == api.Update && r.first(api.Get) == nil },
		"nothing gets the record that it would change")...)
	e.UpdatesApart = r.changed
	e.UpsertsSaid = r.upserts(row)
	for _, c := range r.calls {
		e.Web = cmp.Or(e.Web, c.says.web)
	}
	for _, verb := range operationVerbs() {
		c := r.first(verb)
		if c == nil {
			continue
		}
		switch verb {
		case api.List:
			e.Index = c.record
		case api.Create, api.Update, api.UpdateStatus:
			if !reflect.DeepEqual(c.record, e.Fields) {
				c.Fields = c.record
			}
		case api.Get, api.Delete: // what get answers is e.Fields already
		}
		e.Operations = append(e.Operations, c.Operation)
	}
	for _, c := range r.calls {
		if first := r.first(c.Verb); first != c {
			why := fmt.Sprintf("%s %s does the same", first.Method, first.Path)
			if c.Verb == api.Create && c.Method == http.MethodPut {
				why = fmt.Sprintf("%s %s makes records, and a PUT there may replace them", first.Method, first.Path)
			}
			left = append(left, c.other(why))
			e.UpdatesApart = e.UpdatesApart || c.Verb == api.Create && c.Method == http.MethodPut
		}
	}
	return e, left
}

// upserts tells whether creating a record that is there changes it: where the description says so, and for a POST of
// a list of what a row knows, since the vendor documents it of those, unless there is another call for changes.
func (r *resource) upserts(row api.Presentation) bool {
	changes := func(c *call) bool { return c.Verb == api.Update || c.Verb == api.Create && c.Method == http.MethodPut }
	known := row.Resource != "" && !r.changed && !slices.ContainsFunc(r.calls, changes)
	return slices.ContainsFunc(r.calls, func(c *call) bool {
		return c.says.upserts || known && c.Verb == api.Create && c.Body != api.BodyRecord
	})
}

// choose puts the better of calls that do the same first, and gives back what can be no call of the resource.
func (r *resource) choose(row api.Presentation) (left []api.Other) {
	slices.SortStableFunc(r.calls, func(a, b *call) int {
		return cmp.Or(cmp.Compare(a.distance(r), b.distance(r)), cmp.Compare(a.preference(), b.preference()), cmp.Compare(a.byWord(), b.byWord()))
	})
	left = r.drop(func(c *call) bool { return c.bulk }, "it changes several records at once")
	return append(left, r.withoutIdentifier(row)...)
}

// distance is 0 for a call on the path that the records are read at.
func (c *call) distance(r *resource) int {
	if slices.ContainsFunc(r.calls, func(other *call) bool { return other.reads() && strings.EqualFold(other.collection, c.collection) }) {
		return 0
	}
	return 1
}

// unlike gives back updates that carry other fields than the record that is read has: of a PUT what is not among the
// changes would be lost, and neither need change the record.
func (r *resource) unlike(whole []api.Field) []api.Other {
	return r.drop(func(c *call) bool {
		return c.Verb == api.Update && len(c.record) > 0 && len(whole) > 0 && !covers(whole, c.record)
	}, "its body has other fields than the record that is read")
}

// statusCalls tells apart the writes that set a status, by what the description or a row says or by a body of nothing
// else, and gives back those that cannot.
func (r *resource) statusCalls(row api.Presentation) (left []api.Other) {
	guid, _ := r.identifier(row)
	for _, c := range r.calls {
		posts := row.Posts == api.UpdateStatus && c.Verb == api.Create && c.Method == http.MethodPost
		if c.says.verb == "" && (c.Verb == api.Create || c.Verb == api.Update) && (posts || r.onlyStatus(c, guid)) {
			c.Verb = api.UpdateStatus
		}
	}
	left = r.drop(func(c *call) bool { return c.Verb == api.UpdateStatus && !r.names(c, guid) },
		"neither its path nor its body says which record it changes")
	return append(left, r.drop(func(c *call) bool { return c.Verb == api.UpdateStatus && statusInBody(c.record, r.name) == "" },
		"its path speaks of a status, and its body has none")...)
}

// onlyStatus tells whether a write carries the status and what names the record, and nothing else.
func (r *resource) onlyStatus(c *call, guid string) bool {
	status, _ := statusField(c.record, r.name)
	named := func(f api.Field) bool { return f.Name == guid && guid != "" }
	rest := slices.DeleteFunc(slices.Clone(c.record), func(f api.Field) bool { return f.ReadOnly || named(f) })
	return status != "" && len(rest) == 1 && rest[0].Name == status && (c.hasID || slices.ContainsFunc(c.record, named))
}

// names tells whether a write says which record it means: in its path, or by a field.
func (r *resource) names(c *call, guid string) bool {
	own, _ := identifierField(c.record, "", c.collection)
	key, _ := keyField(r.reading(), r.name)
	return c.hasID || own != "" || slices.ContainsFunc(c.record, func(f api.Field) bool {
		return scalar(&f) && f.Name != "" && (f.Name == guid || f.Name == key)
	})
}

// at tells whether a call of the entity has this path, in any letter case.
func at(e *api.Entity, path string) bool {
	return slices.ContainsFunc(e.Operations, func(o api.Operation) bool { return strings.EqualFold(o.Path, path) })
}
