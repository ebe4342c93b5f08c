package compile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// rename gives entities the names that the options say for their paths. What had that name before
// gets another one.
func (p *presenter) rename() {
	done := map[*api.Entity]bool{}
	for _, naming := range p.options.Names {
		i := slices.IndexFunc(p.catalog.Entities, func(e *api.Entity) bool { return at(e, naming.Path) })
		if i >= 0 {
			p.setKey(p.catalog.Entities[i], naming.Key)
		}
		if i < 0 || naming.Name == "" || p.named[p.catalog.Entities[i]] || slices.Contains(p.options.Reserved, naming.Name) {
			continue
		}
		e := p.catalog.Entities[i]
		if done[e] || strings.EqualFold(e.Name, naming.Name) {
			done[e] = true
			continue
		}
		if holder, taken := p.catalog.Entity(naming.Name); taken && holder != e {
			if done[holder] && strings.EqualFold(holder.Name, naming.Name) {
				continue // an earlier naming counts
			}
			before := e.Name
			e.Name = "" // which is free now
			p.giveUp(holder, naming.Name)
			p.moveNotes(before, naming.Name)
		}
		if e.Name != "" {
			p.moveNotes(e.Name, naming.Name)
		}
		e.Aliases = slices.DeleteFunc(e.Aliases, func(alias string) bool { return strings.EqualFold(alias, naming.Name) })
		e.Name = strings.ToLower(naming.Name)
		done[e] = true
	}
}

// setKey makes fields that the user names the key of an entity, as far as it has them.
func (p *presenter) setKey(e *api.Entity, key []string) {
	known := slices.DeleteFunc(slices.Clone(key), func(name string) bool {
		_, has := api.Find(e.Fields, name)
		if !has {
			p.note(e, "key", "none", name+" of the configuration is no field of it")
		}
		return !has
	})
	if len(known) > 0 {
		e.Key, e.KeySure = known, true
	}
}

// giveUp takes a name from the entity that has it.
func (p *presenter) giveUp(holder *api.Entity, name string) {
	holder.Aliases = slices.DeleteFunc(holder.Aliases, func(alias string) bool { return strings.EqualFold(alias, name) })
	if !strings.EqualFold(holder.Name, name) {
		return
	}
	fresh := name
	for i := 2; p.taken(p.catalog, fresh); i++ {
		fresh = fmt.Sprintf("%s%d", name, i)
	}
	p.moveNotes(holder.Name, fresh)
	holder.Name = fresh
	p.note(holder, "name", fresh, name+" is the name of something else")
}

// Rename gives entities the names that are set for their paths, as With does, and tells what
// follows of it for others.
func Rename(c *api.Catalog, names []api.Naming, reserved []string) []api.Note {
	p := &presenter{options: Options{Names: names, Reserved: reserved}, catalog: c}
	p.rename()
	return p.notes
}
