package store

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// change is one written record as a line of the file.
type change struct {
	Resource  string         `json:"resource"`
	GUID      string         `json:"guid"`
	UpdatedAt int64          `json:"updatedAt"`
	Record    jsontext.Value `json:"record"`
	Deleted   bool           `json:"deleted,omitzero"`
}

// change gives the record at an ordinal, which must have been written. Dataset.lock must be held.
func (t *table) change(ordinal int) change {
	at := t.written.at(ordinal)
	return change{Resource: t.Entity.Resource, GUID: at.guid, UpdatedAt: at.updatedAt, Record: at.record.Raw(), Deleted: at.deleted}
}

// changes gives all records that were written.
func (d *Dataset) changes() []change {
	d.lock.RLock()
	defer d.lock.RUnlock()
	var changes []change
	for _, e := range d.data.Catalog.Entities {
		t := d.of(e.Resource)
		for ordinal := range t.count() {
			if t.written.at(ordinal) != nil {
				changes = append(changes, t.change(ordinal))
			}
		}
	}
	return changes
}

// writtenCount is the number of records that were written.
func (d *Dataset) writtenCount() int {
	d.lock.RLock()
	defer d.lock.RUnlock()
	count := 0
	for _, t := range d.tables {
		count += len(t.written.byOrdinal)
	}
	return count
}

// take puts a record among what was written, or says that the description does not know its resource.
// Dataset.lock must be held.
func (d *Dataset) take(c change) (known bool, err error) {
	t := d.of(c.Resource)
	if t == nil {
		return false, nil
	}
	rec, err := record.New(c.Record)
	if err != nil {
		return true, fmt.Errorf("it holds no record: %w", err)
	}
	ordinal, exists := t.byIdentity(c.GUID)
	if at := t.written.byGUID[c.GUID]; at != nil {
		ordinal, exists = at.ordinal, true
	}
	if !exists {
		ordinal = t.count()
	}
	t.written.put(&entry{guid: c.GUID, ordinal: ordinal, updatedAt: c.UpdatedAt, record: rec, deleted: c.Deleted})
	return true, nil
}
