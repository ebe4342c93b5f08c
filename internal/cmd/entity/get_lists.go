package entity

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// titleFields are those that a record is called by: its names without its status.
func titleFields(entity *api.Entity) []string {
	return slices.DeleteFunc(slices.Clone(nameColumns(entity)), func(name string) bool { return name == entity.Status })
}

// elementColumns orders the columns of a list in a record. Those of another entity that it repeats come as that one's
// table has them, else what tells its elements apart comes first; GUIDs come last, for nobody reads them.
func elementColumns(catalog *api.Catalog, entity *api.Entity) func(string, []record.Record, []string) (ordered, keys []string) {
	compare := change.NewComparer(entity.Fields, catalog)
	return func(list string, elements []record.Record, columns []string) (ordered, keys []string) {
		var front []string
		if repeated := repeatedIn(catalog, entity, list); repeated != nil {
			front, keys = repeated.Columns, repeated.Key
		} else if found, ok := compare.Match(list, values(elements), nil); ok && found.Name != "" {
			front = []string{found.Name}
			keys = front
		}
		rank := func(name string) int {
			switch at := slices.Index(front, name); {
			case at >= 0:
				return at
			case api.IsGUID(record.FirstScalar(elements[0], name)):
				return len(front) + 1
			default:
				return len(front)
			}
		}
		ordered = slices.Clone(columns)
		slices.SortStableFunc(ordered, func(a, b string) int { return rank(a) - rank(b) })
		return ordered, keys
	}
}

// repeatedIn is the entity whose records a list repeats, nil for none.
func repeatedIn(catalog *api.Catalog, entity *api.Entity, list string) *api.Entity {
	field, known := api.Find(entity.Fields, list)
	if !known || field.Collects == "" {
		return nil
	}
	at := slices.IndexFunc(catalog.Entities, func(e *api.Entity) bool { return e.Resource == field.Collects })
	if at < 0 {
		return nil
	}
	return catalog.Entities[at]
}

// values are the elements as they came.
func values(elements []record.Record) []record.Value {
	raw := make([]record.Value, len(elements))
	for i, element := range elements {
		raw[i] = element.Raw()
	}
	return raw
}
