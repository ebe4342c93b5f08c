package mirror

import "slices"

// Reads tells what a question reads.
type Reads struct {
	// Entities are those that it reads, in the order of the catalog.
	Entities []string
	// All tells that it may read any: it looks into the tables behind the views.
	All bool
}

// readsOf makes of views and tables what is read of entities.
func (s *Store) readsOf(names []string) Reads {
	var r Reads
	for _, view := range s.Views() {
		if slices.Contains(names, view.Name) && !slices.Contains(r.Entities, view.Entity) {
			r.Entities = append(r.Entities, view.Entity)
		}
	}
	r.All = slices.ContainsFunc(names, holdsRecords)
	return r
}

// holdsRecords tells whether a table behind the views holds something of any entity.
func holdsRecords(table string) bool { return table == "objects" || table == "history" }
