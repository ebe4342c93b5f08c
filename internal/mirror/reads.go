package mirror

import (
	"slices"
	"strings"
)

// Reads tells what a query reads.
type Reads struct {
	// Entities are those that it reads, in the order of the catalog.
	Entities []string
	// All tells that it may read any: it looks into the tables behind the views.
	All bool
}

// readsOf makes of views and tables what is read of entities. SQLite gives a name as the query writes it,
// in any letter case.
func (s *Store) readsOf(names []string) Reads {
	var r Reads
	for _, view := range s.Views() {
		named := func(name string) bool { return strings.EqualFold(name, view.Name) }
		if slices.ContainsFunc(names, named) && !slices.Contains(r.Entities, view.Entity) {
			r.Entities = append(r.Entities, view.Entity)
		}
	}
	r.All = slices.ContainsFunc(names, func(name string) bool { return holdsRecords(strings.ToLower(name)) })
	return r
}

// holdsRecords tells whether a table behind the views holds something of any entity.
func holdsRecords(table string) bool { return table == "objects" || table == "history" }
