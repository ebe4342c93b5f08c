package compile

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// presenter makes entities of resources and says how each is shown.
type presenter struct {
	options Options
	catalog *api.Catalog
	notes   []api.Note
	inflect inflection
	// named are the entities whose name the description itself says, which counts before names that are kept.
	named map[*api.Entity]bool
}

func (p *presenter) made(r *resource, row api.Presentation) *api.Entity {
	e, left := r.entity(row)
	p.catalog.Others = append(p.catalog.Others, left...)
	return e
}

func (p *presenter) note(e *api.Entity, what, found, from string) {
	if found != "" {
		p.notes = append(p.notes, api.Note{Entity: e.Name, What: what, Value: found, From: from})
	}
}

func (p *presenter) taken(c *api.Catalog, name string) bool {
	_, ok := c.Entity(name)
	return ok || slices.Contains(p.options.Reserved, name)
}

func (p *presenter) moveNotes(from, to string) {
	for i := range p.notes {
		if p.notes[i].Entity == from {
			p.notes[i].Entity = to
		}
	}
}
