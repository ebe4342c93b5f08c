package api

import (
	"fmt"
	"slices"
	"strings"
)

// present makes entities of resources and says how each is shown: by its row, and where there is
// none, or where the row names fields that the description does not have, by patterns of names.
// Entities with a row come first, in the order of the rows.
func present(resources []*resource, rows []Presentation) []*Entity {
	var out []*Entity
	shown := map[*resource]bool{}
	for _, row := range rows {
		i := slices.IndexFunc(resources, func(r *resource) bool { return strings.EqualFold(r.name, row.Resource) })
		if i < 0 || shown[resources[i]] {
			continue
		}
		shown[resources[i]] = true
		e := resources[i].entity()
		e.Resource, e.Name, e.Title, e.Aliases = row.Resource, row.Name, row.Title, slices.Clone(row.Aliases)
		e.complete(row)
		out = append(out, e)
	}
	named := &Catalog{Entities: out}
	for _, r := range resources {
		if shown[r] {
			continue
		}
		e := r.entity()
		e.nameAfterResource(named)
		e.complete(Presentation{})
		named.Entities = append(named.Entities, e)
	}
	return named.Entities
}

// complete takes over the names of fields that exist and infers the others.
func (e *Entity) complete(row Presentation) {
	e.GUID = known(e.Fields, row.GUID, guidField)
	e.Status = known(e.Fields, row.Status, statusField)
	e.UpdatedAt = known(e.Fields, row.UpdatedAt, updatedAtField)
	exists := func(path string) bool { _, ok := Find(e.Fields, path); return ok }
	for _, key := range row.Key {
		if exists(key) {
			e.Key = append(e.Key, key)
		}
	}
	if key := keyField(e.Fields); len(e.Key) == 0 && key != "" && key != e.GUID {
		e.Key = []string{key}
	}
	for _, column := range row.Columns {
		if exists(column) {
			e.Columns = append(e.Columns, column)
		}
	}
	if len(e.Columns) == 0 {
		e.Columns = defaultColumns(e)
	}
}

func known(fields []Field, name string, infer func([]Field) string) string {
	if _, ok := Find(fields, name); ok && name != "" {
		return name
	}
	return infer(fields)
}

// nameAfterResource gives an entity without a row its names: WorkOrder becomes workorders, with the
// aliases workorder, work-orders and work-order as far as they are free.
func (e *Entity) nameAfterResource(others *Catalog) {
	parts := words(e.Resource)
	if len(parts) == 0 {
		parts = []string{"record"}
	}
	last := len(parts) - 1
	one, hyphened := strings.Join(parts, ""), strings.Join(parts, "-")
	e.Title = strings.Join(parts, " ")
	parts[last] = plural(parts[last])
	e.Name = strings.Join(parts, "")
	for i := 2; taken(others, e.Name); i++ {
		e.Name = fmt.Sprintf("%s%d", strings.Join(parts, ""), i)
	}
	for _, alias := range []string{one, strings.Join(parts, "-"), hyphened} {
		if alias != e.Name && !slices.Contains(e.Aliases, alias) && !taken(others, alias) {
			e.Aliases = append(e.Aliases, alias)
		}
	}
}

func taken(c *Catalog, name string) bool { _, ok := c.Entity(name); return ok }
