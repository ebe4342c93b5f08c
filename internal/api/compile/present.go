package compile

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// presenter makes entities of resources and says how each is shown.
type presenter struct {
	options Options
	catalog *api.Catalog
	notes   []api.Note
}

// present shows each resource by its row, and where there is none, or where the row names fields that
// the description does not have, by patterns of names. Entities with a row come first, in the order of the rows.
func present(resources []*resource, o Options) *presenter {
	p := &presenter{options: o, catalog: &api.Catalog{}}
	shown := map[*resource]bool{}
	for _, row := range o.Rows {
		i := slices.IndexFunc(resources, func(r *resource) bool { return !shown[r] && r.on(row.Path()) })
		if i < 0 {
			i = slices.IndexFunc(resources, func(r *resource) bool {
				return !shown[r] && api.PlainName(r.name) == api.PlainName(row.Resource) && !rowed(r, o.Rows)
			})
		}
		if i < 0 {
			continue
		}
		shown[resources[i]] = true
		e := p.made(resources[i])
		e.Resource, e.Name, e.Title, e.Aliases = row.Resource, row.Name, row.Title, slices.Clone(row.Aliases)
		p.complete(e, resources[i], row)
		p.catalog.Entities = append(p.catalog.Entities, e)
	}
	p.others(slices.DeleteFunc(slices.Clone(resources), func(r *resource) bool { return shown[r] }))
	p.dropDangling()
	p.rename()
	return p
}

// rowed tells whether a row knows the very path of a resource.
func rowed(r *resource, rows []api.Presentation) bool {
	return slices.ContainsFunc(rows, func(row api.Presentation) bool { return r.on(row.Path()) })
}

func (p *presenter) made(r *resource) *api.Entity {
	e, left := r.entity()
	p.catalog.Others = append(p.catalog.Others, left...)
	return e
}

// others shows the resources without a row. They get their names in the order of their paths, so that
// a name does not depend on the order of the file, and stand in the file's order.
func (p *presenter) others(resources []*resource) {
	entities := make([]*api.Entity, len(resources))
	order := make([]int, len(resources))
	for i, r := range resources {
		entities[i], order[i] = p.made(r), i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(strings.ToLower(entities[a].Operations[0].Path), strings.ToLower(entities[b].Operations[0].Path))
	})
	named := &api.Catalog{Entities: slices.Clone(p.catalog.Entities)}
	for _, i := range order {
		p.nameAfterResource(entities[i], named)
		p.distinguish(entities[i], named)
		named.Entities = append(named.Entities, entities[i])
	}
	for i, e := range entities {
		p.complete(e, resources[i], api.Presentation{})
		p.catalog.Entities = append(p.catalog.Entities, e)
	}
}

// distinguish gives a resource of a name that is taken, at another path, a number.
func (p *presenter) distinguish(e *api.Entity, others *api.Catalog) {
	name := either(e.Resource, "Record")
	e.Resource = name
	same := func(other *api.Entity) bool { return strings.EqualFold(other.Resource, e.Resource) }
	for i := 2; slices.ContainsFunc(others.Entities, same); i++ {
		e.Resource = name + strconv.Itoa(i)
	}
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
	found, from := guidField(e.Fields, r.parameter(), e.Resource)
	e.GUID = infer("identifier", p.identifier(e, r, row), found, from)
	p.strayCalls(e, r)
	found, from = p.status(e)
	e.Status = infer("status", row.Status, found, from)
	found, from = updatedAtField(e.Fields)
	e.UpdatedAt = infer("time of change", row.UpdatedAt, found, from)
	nameInBody(e)
	exists := func(path string) bool { _, ok := api.Find(e.Fields, path); return ok }
	for _, key := range row.Key {
		if exists(key) {
			e.Key = append(e.Key, key)
		}
	}
	if key, from := keyField(e.Fields, e.Resource); len(e.Key) == 0 && key != "" && key != e.GUID {
		e.Key = []string{key}
		p.note(e, "key", key, from)
	}
	for _, column := range row.Columns {
		if exists(column) {
			e.Columns = append(e.Columns, column)
		}
	}
	for _, c := range r.calls {
		for _, header := range c.headers {
			p.note(e, "header of "+string(c.Verb), header, "the description requires it, but only \"aimsio api -H\" can send it")
		}
	}
	if len(e.Columns) == 0 {
		e.Columns = defaultColumns(e)
		p.note(e, "columns", strings.Join(e.Columns, ", "), "key, name, status, time of change and the first fields")
	}
}

// nameInBody finds what an update of the status calls its record and the status, where that is not
// what the whole record calls them.
func nameInBody(e *api.Entity) {
	o, has := e.Operation(api.UpdateStatus)
	if !has || o.Fields == nil {
		return
	}
	if _, same := api.Find(o.Fields, e.Status); !same {
		o.Status = statusInBody(o.Fields)
	}
	if _, same := api.Find(o.Fields, e.GUID); !same && !o.NamesOne() {
		o.GUID, _ = guidField(o.Fields, "", e.Resource)
	}
}

// status finds the field of the status: that which the call for it carries, else by its name.
func (p *presenter) status(e *api.Entity) (name, from string) {
	if o, has := e.Operation(api.UpdateStatus); has {
		if name, _ := statusField(o.Fields); name != "" {
			if _, whole := api.Find(e.Fields, name); whole {
				return name, "what " + o.Method + " " + o.Path + " carries"
			}
		}
	}
	return statusField(e.Fields)
}

func (p *presenter) note(e *api.Entity, what, found, from string) {
	if found != "" {
		p.notes = append(p.notes, api.Note{Entity: e.Name, What: what, Value: found, From: from})
	}
}

// nameAfterResource gives an entity without a row its names: WorkOrder becomes workorders, with the
// aliases workorder, work-orders and work-order as far as they are free.
func (p *presenter) nameAfterResource(e *api.Entity, others *api.Catalog) {
	parts := words(e.Resource)
	if len(parts) == 0 {
		parts = []string{"record"}
	}
	last := len(parts) - 1
	parts[last] = one(parts[last])
	single, hyphened := strings.Join(parts, ""), strings.Join(parts, "-")
	e.Title = strings.Join(parts, " ")
	parts[last] = plural(parts[last])
	wanted := strings.Join(parts, "")
	e.Name = wanted
	for i := 2; p.taken(others, e.Name); i++ {
		e.Name = fmt.Sprintf("%s%d", wanted, i)
	}
	if e.Name != wanted {
		p.note(e, "name", e.Name, wanted+" is the name of something else")
	}
	for _, alias := range []string{single, strings.Join(parts, "-"), hyphened} {
		if alias != e.Name && !slices.Contains(e.Aliases, alias) && !p.taken(others, alias) {
			e.Aliases = append(e.Aliases, alias)
		}
	}
}

// one gives the singular of a resource that is named in the plural, where that is plain.
func one(word string) string {
	for _, single := range []string{strings.TrimSuffix(word, "es"), api.Singular(word)} {
		if len(single) > 2 && single != word && plural(single) == word {
			return single
		}
	}
	return word
}

func (p *presenter) taken(c *api.Catalog, name string) bool {
	_, ok := c.Entity(name)
	return ok || slices.Contains(p.options.Reserved, name)
}
