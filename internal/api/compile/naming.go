package compile

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// distinguish gives a resource of a name that is taken, at another path, a number.
func (p *presenter) distinguish(e *api.Entity, others *api.Catalog) {
	name := cmp.Or(e.Resource, "Record")
	e.Resource = name
	same := func(other *api.Entity) bool { return strings.EqualFold(other.Resource, e.Resource) }
	for i := 2; slices.ContainsFunc(others.Entities, same); i++ {
		e.Resource = name + strconv.Itoa(i)
	}
}

// sayName gives an entity with a row the name that the description says in its place.
func (p *presenter) sayName(e *api.Entity, said string) {
	said = strings.ToLower(said)
	taken := slices.ContainsFunc(p.options.Rows, func(row api.Presentation) bool { return row.Name == said && row.Resource != e.Resource })
	if said == "" || said == e.Name {
		return
	}
	if taken || p.taken(p.catalog, said) {
		p.notes = append(p.notes, api.Note{Entity: e.Name, What: "x-aimsio-name", Value: said, From: "that is the name of something else", Warning: true})
		return
	}
	e.Aliases = append(slices.DeleteFunc(e.Aliases, func(alias string) bool { return alias == said }), e.Name)
	e.Name, p.named[e] = said, true
}

// nameAfterResource gives an entity without a row its names: WorkOrder becomes workorders, with the
// aliases workorder, work-orders and work-order as far as they are free.
func (p *presenter) nameAfterResource(e *api.Entity, said string, others *api.Catalog) {
	parts := api.Words(e.Resource)
	if len(parts) == 0 {
		parts = []string{"record"}
	}
	last := len(parts) - 1
	parts[last] = p.inflect.singular(parts[last])
	single, hyphened := strings.Join(parts, ""), strings.Join(parts, "-")
	e.Title = strings.Join(parts, " ")
	parts[last] = p.inflect.plural(parts[last])
	wanted := cmp.Or(strings.ToLower(said), strings.Join(parts, ""))
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
