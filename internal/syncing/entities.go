package syncing

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// Check refuses an entity that cannot be synced, though it was named.
func Check(entity *api.Entity) error {
	switch {
	case !api.Has(api.List)(entity):
		return fail.Usagef("%s cannot be listed, so they cannot be synced", entity.Name)
	case !service.Listable(entity):
		return fail.Usagef("%s cannot be listed without a parameter, so they cannot be synced", entity.Name)
	default:
		return nil
	}
}

// All are the entities of a catalog that can be synced, with a note on each that could be thought to be.
func All(catalog *api.Catalog) (entities []*api.Entity, notes []string) {
	var nameless []string
	for _, entity := range catalog.Entities {
		switch {
		case service.Listable(entity) && !service.Identifiable(entity):
			nameless = append(nameless, entity.Name)
		case service.Listable(entity):
			entities = append(entities, entity)
		case api.Has(api.List)(entity):
			notes = append(notes, "note: "+entity.Name+" cannot be listed without a parameter and are left out")
		}
	}
	if len(nameless) > 0 {
		notes = append(notes, "note: the lists of "+strings.Join(nameless, ", ")+" do not say which record is which, so they are left out")
	}
	return entities, notes
}
