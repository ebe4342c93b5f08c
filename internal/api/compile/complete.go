package compile

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/web"
)

// defaultColumns picks up to six fields that a person would look for first.
func defaultColumns(e *api.Entity) []string {
	const most = 6
	var out []string
	add := func(name string) {
		if _, has := api.Find(e.Fields, name); has && len(out) < most && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, key := range e.Key {
		add(key)
	}
	add(firstOf(e.Fields, e.Resource, anyScalar, "name"))
	add(e.Status)
	add(e.UpdatedAt)
	add(e.GUID)
	for _, f := range e.Fields {
		if scalar(&f) {
			add(f.Name)
		}
	}
	return out
}

// complete takes over the names of fields that exist and infers the others.
func (p *presenter) complete(e *api.Entity, r *resource, row api.Presentation) {
	infer := func(what, named, found, from string) string {
		if _, ok := api.Find(e.Fields, named); ok && named != "" {
			return named
		}
		p.note(e, what, found, from)
		return found
	}
	found, from := r.identifier(row)
	e.GUID = found
	if from != "" {
		p.note(e, "identifier", found, from)
	}
	found, from = p.status(e, r.name)
	e.Status = infer("status", row.Status, found, from)
	found, from = updatedAtField(e.Fields, r.name)
	e.UpdatedAt = infer("time of change", row.UpdatedAt, found, from)
	nameInBody(e, r.name)
	exists := func(path string) bool { _, ok := api.Find(e.Fields, path); return ok }
	for _, key := range row.Key {
		if exists(key) {
			e.Key = append(e.Key, key)
		}
	}
	e.KeySure = p.options.BuiltIn && len(e.Key) > 0
	if key, from := keyField(e.Fields, r.name); len(e.Key) == 0 && key != "" && key != e.GUID {
		e.Key = []string{key}
		p.note(e, "key", key, from)
	}
	for _, column := range row.Columns {
		if exists(column) {
			e.Columns = append(e.Columns, column)
		}
	}
	for _, c := range r.calls {
		if r.first(c.Verb) != c {
			continue // another one does the same
		}
		for _, header := range c.headers {
			p.note(e, "header of "+string(c.Verb), header, "the description requires it: `headers: {"+header+": VALUE}` of the environment sends it")
		}
	}
	if len(e.Columns) == 0 {
		e.Columns = defaultColumns(e)
		p.note(e, "columns", strings.Join(e.Columns, ", "), "key, name, status, time of change and the first fields")
	}
	p.unnamed(e)
	p.untrue(e, r)
	p.explain(e, r, row)
}

// unnamed warns of a list whose entries do not say which record each is.
func (p *presenter) unnamed(e *api.Entity) {
	names := []string{e.GUID, "guid", "id"}
	if len(e.Index) == 0 || e.GUID == "" || slices.ContainsFunc(e.Index, func(f api.Field) bool { return slices.Contains(names, f.Name) }) {
		return
	}
	p.notes = append(p.notes, api.Note{
		Entity: e.Name, What: "list", Value: "without " + e.GUID, Warning: true,
		From: "its entries do not say which record each is, so \"list --full\" and \"sync\" cannot follow them",
	})
}

// untrue warns of words of ours that name fields which the records do not have.
func (p *presenter) untrue(e *api.Entity, r *resource) {
	if len(e.Fields) == 0 {
		return
	}
	said := r.said(api.Presentation{})
	for _, of := range []struct {
		word   string
		fields []string
	}{
		{"x-aimsio-identifier", []string{said.GUID}}, {"x-aimsio-key", said.Key}, {"x-aimsio-status", []string{said.Status}},
		{"x-aimsio-updated", []string{said.UpdatedAt}}, {"x-aimsio-columns", said.Columns},
		{"x-aimsio-web", webFields(e)},
	} {
		for _, name := range of.fields {
			if _, has := api.Find(e.Fields, name); name != "" && !has {
				p.notes = append(p.notes, api.Note{
					Entity: e.Name, What: of.word, Value: name, From: "the records have no field of that name, so it has no effect", Warning: true,
				})
			}
		}
	}
}

// webFields are the fields that the web address of a record names.
func webFields(e *api.Entity) []string {
	if e.Web == "" {
		return nil
	}
	template, err := web.Parse(e.Web)
	if err != nil {
		return nil // which was refused before
	}
	return template.Fields()
}

// nameInBody finds what an update of the status calls its record and the status, where that is not
// what the whole record calls them.
func nameInBody(e *api.Entity, resource string) {
	o, has := e.Operation(api.UpdateStatus)
	if !has || o.Fields == nil {
		return
	}
	if _, same := api.Find(o.Fields, e.Status); !same {
		o.Status = statusInBody(o.Fields, resource)
	}
	if _, same := api.Find(o.Fields, e.GUID); !same && !o.NamesOne() {
		o.GUID, _ = identifierField(o.Fields, "", o.Path)
	}
}

// status finds the field of the status: that which the call for it carries, else by its name.
func (p *presenter) status(e *api.Entity, resource string) (name, from string) {
	if o, has := e.Operation(api.UpdateStatus); has {
		if name, _ := statusField(o.Fields, resource); name != "" {
			if _, whole := api.Find(e.Fields, name); whole {
				return name, "what " + o.Method + " " + o.Path + " carries"
			}
		}
	}
	return statusField(e.Fields, resource)
}
