package compile

import (
	"cmp"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// present shows each resource by its row, and where there is none, or where the row names fields that
// the description does not have, by patterns of names. Entities with a row come first, in the order of the rows.
func present(resources []*resource, o Options) *presenter {
	p := &presenter{options: o, catalog: &api.Catalog{}, inflect: newInflection(), named: map[*api.Entity]bool{}}
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
		row = resources[i].said(row)
		e := p.made(resources[i], row)
		if e == nil {
			continue
		}
		e.Resource, e.Name, e.Title, e.Aliases = row.Resource, row.Name, row.Title, slices.Clone(row.Aliases)
		p.sayName(e, resources[i].saidName())
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

// others shows the resources without a row. They get their names in the order of their paths, the shortest first, so that
// a name does not depend on the order of the file and the nearest has it plain, and stand in the file's order.
func (p *presenter) others(resources []*resource) {
	var entities []*api.Entity
	var made []*resource
	var order []int
	for _, r := range resources {
		if e := p.made(r, r.said(api.Presentation{})); e != nil {
			entities, made, order = append(entities, e), append(made, r), append(order, len(order))
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		one, other := strings.ToLower(entities[a].Operations[0].Path), strings.ToLower(entities[b].Operations[0].Path)
		return cmp.Or(cmp.Compare(strings.Count(one, "/"), strings.Count(other, "/")), cmp.Compare(one, other))
	})
	named := &api.Catalog{Entities: slices.Clone(p.catalog.Entities)}
	for _, i := range order {
		p.nameAfterResource(entities[i], made[i].saidName(), named)
		p.named[entities[i]] = made[i].saidName() != ""
		p.distinguish(entities[i], named)
		named.Entities = append(named.Entities, entities[i])
	}
	for i, e := range entities {
		p.complete(e, made[i], made[i].said(api.Presentation{}))
		p.catalog.Entities = append(p.catalog.Entities, e)
	}
}
