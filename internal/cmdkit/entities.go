package cmdkit

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// KeyHelp tells that a record can be named by its key.
func KeyHelp(entity *api.Entity) string {
	if len(entity.Key) == 0 {
		return ""
	}
	return fmt.Sprintf("\n\nWhere there is a mirror (\"aimsio sync\" makes one), a record can be named by its\n"+
		"%s too, and of several only those that changed since are fetched.", strings.Join(entity.Key, " or "))
}

// EntityNamed finds an entity by name or alias.
func (i *Invocation) EntityNamed(name string) (*api.Entity, error) {
	if entity, ok := i.Catalog.Entity(name); ok {
		return entity, nil
	}
	var names []string
	for _, entity := range i.Catalog.Entities {
		names = append(append(names, entity.Name), entity.Aliases...)
	}
	return nil, UsageHint(Nearest(name, names), "unknown entity %q; \"aimsio entities\" lists them", name)
}

// Statuses lists the known values of the entity's status.
func Statuses(entity *api.Entity) []string {
	field, ok := api.Find(entity.Fields, entity.Status)
	if !ok {
		return nil
	}
	return field.Enum
}
