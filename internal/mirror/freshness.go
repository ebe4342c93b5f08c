package mirror

import (
	"slices"
	"time"

	"github.com/aimsio-cli/aimsio/internal/service"
)

// Freshness tells how far what the mirror holds of some entities can be trusted to be all, and new.
type Freshness struct {
	// Oldest is when the one was synced that was not for the longest time, zero where none was.
	Oldest time.Time
	// Never are those that no sync has read, of some of which other commands may have left records.
	Never []EntityStatus
	// Older were synced more than an hour before the newest of the mirror, and Partial are those of which
	// the last sync left records to be fetched.
	Older, Partial []EntityStatus
	// Written were written to by this program since they were synced.
	Written []EntityStatus
	// Doubted are those whose last index was doubted: what is gone stands as if it were there.
	Doubted []EntityStatus
}

// together is how far apart entities are synced that count as equally old: one sync reads one after
// the other.
const together = time.Hour

// FreshnessOf judges some entities by how all stand.
func FreshnessOf(statuses []EntityStatus, entities []string) Freshness {
	var f Freshness
	var newest time.Time
	for _, one := range statuses {
		if one.IndexedAt.After(newest) {
			newest = one.IndexedAt
		}
	}
	for _, entity := range entities {
		one := EntityStatusOf(statuses, entity)
		if one.IndexedAt.IsZero() {
			f.Never = append(f.Never, one)
			continue
		}
		if f.Oldest.IsZero() || one.IndexedAt.Before(f.Oldest) {
			f.Oldest = one.IndexedAt
		}
		if newest.Sub(one.IndexedAt) > together {
			f.Older = append(f.Older, one)
		}
		if !one.WrittenAt.IsZero() {
			f.Written = append(f.Written, one)
		}
		if one.Doubted {
			f.Doubted = append(f.Doubted, one)
		}
		if one.Pending > 0 || !one.Complete {
			f.Partial = append(f.Partial, one)
		}
	}
	return f
}

// EntityStatusOf gives how an entity stands, also one of which nothing is known.
func EntityStatusOf(statuses []EntityStatus, entity string) EntityStatus {
	at := slices.IndexFunc(statuses, func(one EntityStatus) bool { return one.Entity == entity })
	if at < 0 {
		return EntityStatus{Entity: entity}
	}
	return statuses[at]
}

// Names are those of the entities that stand so.
func Names(statuses []EntityStatus) []string {
	names := make([]string, 0, len(statuses))
	for _, one := range statuses {
		names = append(names, one.Entity)
	}
	return names
}

// Syncable are the names of the entities that a sync can read.
func (s *Store) Syncable() []string {
	var names []string
	for _, entity := range s.options.Catalog.Entities {
		if service.Listable(entity) && service.Identifiable(entity) {
			names = append(names, entity.Name)
		}
	}
	return names
}

// EntitiesOf are the names of the entities that a query reads.
func (s *Store) EntitiesOf(r Reads) []string {
	if r.All {
		return s.Syncable()
	}
	return r.Entities
}
