package local

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/syncing"
)

// entityNames finds the entities that a command line means to have synced.
type entityNames struct {
	catalog *api.Catalog
	named   func(string) (*api.Entity, error)
	notef   func(format string, args ...any)
}

// entities gives the entities that are named, or all that can be synced.
func (e entityNames) entities(names []string) ([]*api.Entity, error) {
	if len(names) == 0 {
		entities, notes := syncing.All(e.catalog)
		for _, note := range notes {
			e.notef("%s", note)
		}
		return entities, nil
	}
	var entities []*api.Entity
	for _, name := range names {
		entity, err := e.named(name)
		if err == nil {
			err = syncing.Check(entity)
		}
		if err != nil {
			return nil, err
		}
		if !slices.Contains(entities, entity) {
			entities = append(entities, entity)
		}
	}
	return entities, nil
}
