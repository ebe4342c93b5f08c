package store

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// count is the number of records that a list of the kind has. Dataset.lock must be held.
func (t *table) count() int { return t.Size + t.written.created }

// gone tells whether the record at an ordinal was deleted. Dataset.lock must be held.
func (t *table) gone(ordinal int) bool {
	at := t.written.at(ordinal)
	return at != nil && at.deleted
}

// byIdentity finds a record by what the index says of it. Dataset.lock must be held.
func (t *table) byIdentity(text string) (int, bool) {
	if at, has := t.written.byGUID[text]; has {
		return at.ordinal, !at.deleted
	}
	for _, ordinal := range t.made.find(&t.Identity, text) {
		return ordinal, !t.gone(ordinal)
	}
	return 0, false
}

// byField finds a record by a field of Kind.Indexed. Dataset.lock must be held.
func (t *table) byField(field, text string) (int, bool) {
	if field == t.Identity.Field.Name {
		return t.byIdentity(text)
	}
	if list := t.written.with(field, text); len(list) > 0 {
		return list[0].ordinal, true
	}
	m := t.Member(field)
	if m == nil {
		return 0, false
	}
	for _, ordinal := range t.made.find(m, text) {
		// Of a record that was written since, the made-up value no longer counts.
		if t.written.at(ordinal) == nil {
			return ordinal, true
		}
	}
	return 0, false
}

// Entries appends index entries, with commas between them, from an ordinal on until they have more than so many
// bytes, and tells where to go on and whether there is more.
func (d *Dataset) Entries(dst []byte, e *api.Entity, ordinal, most int) (entries []byte, next int, more bool) {
	d.lock.RLock()
	defer d.lock.RUnlock()
	t := d.of(e.Resource)
	for ; ordinal < t.count(); ordinal++ {
		if len(dst) > most {
			return dst, ordinal, true
		}
		if t.gone(ordinal) {
			continue
		}
		if last := len(dst) - 1; last < 0 || dst[last] != '[' {
			dst = append(dst, ',')
		}
		dst = d.indexEntry(dst, t, ordinal)
	}
	return dst, ordinal, false
}

// Get gives a whole record by its identity.
func (d *Dataset) Get(e *api.Entity, id string) (whole []byte, found bool) {
	d.lock.RLock()
	defer d.lock.RUnlock()
	t := d.of(e.Resource)
	ordinal, found := t.byIdentity(id)
	if !found {
		return nil, false
	}
	return d.whole(nil, t, ordinal), true
}

// Filter asks that a field of the record has one of some values.
type Filter struct {
	Field  string
	Values []string
}

// Page gives so many entries as an array, from one on, of all that every filter lets through, and how
// many those are.
func (d *Dataset) Page(e *api.Entity, filters []Filter, from, size int) (array []byte, total int) {
	d.lock.RLock()
	defer d.lock.RUnlock()
	t := d.of(e.Resource)
	array = []byte{'['}
	for ordinal := range t.count() {
		if t.gone(ordinal) || !d.meets(t, filters, ordinal) {
			continue
		}
		if total >= from && total-from < size {
			if len(array) > 1 {
				array = append(array, ',')
			}
			array = d.indexEntry(array, t, ordinal)
		}
		total++
	}
	return append(array, ']'), total
}

func (d *Dataset) meets(t *table, filters []Filter, ordinal int) bool {
	for _, filter := range filters {
		value := d.value(nil, t.Kind, t.Member(filter.Field), ordinal)
		if !slices.Contains(filter.Values, record.Text(value)) {
			return false
		}
	}
	return true
}
