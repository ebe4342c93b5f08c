// Package store keeps what was written to a simulated contractor, over the made-up data, and finds
// records by their values. It knows what a write does to a record and what the server refuses, but
// neither HTTP nor single entities.
package store

import (
	"sync"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
)

// Dataset is the records of a simulated contractor as they are now.
type Dataset struct {
	data   *data.Data
	tables map[*data.Kind]*table

	// lock guards what was written: the tables' written.
	lock sync.RWMutex
}

// table is the records of one kind.
type table struct {
	*data.Kind

	written *written
	made    *register
}

func newDataset(c *api.Catalog, setup data.Setup) (*Dataset, error) {
	d := &Dataset{tables: map[*data.Kind]*table{}}
	var err error
	if d.data, err = data.New(c, setup, d.value); err != nil {
		return nil, err
	}
	for _, k := range d.data.Kinds {
		d.tables[k] = &table{Kind: k, written: newWritten(k), made: newRegister(k)}
	}
	return d, nil
}

// of gives the table of a resource of the catalog.
func (d *Dataset) of(resource string) *table { return d.tables[d.data.Kinds[resource]] }

// whole appends the whole record at an ordinal. Dataset.lock must be held.
func (d *Dataset) whole(dst []byte, t *table, ordinal int) []byte {
	at := t.written.at(ordinal)
	if at == nil {
		return data.AppendObject(dst, t.Fields, data.Place{Ordinal: ordinal})
	}
	if len(t.Plain) == len(t.Fields) {
		return append(dst, at.record.Raw()...)
	}
	// The arrays are as they are now, in the order of the description.
	fields := membersOf(at.record.Raw())
	for i := range t.Fields {
		if m := &t.Fields[i]; m.Collects != nil {
			fields.set(m.Field.Name, d.collected(nil, t, m.Collects, ordinal))
		}
	}
	return fields.appendTo(dst)
}

// value appends the value of one field of the record at an ordinal, as it stands now.
// Dataset.lock must be held.
func (d *Dataset) value(dst []byte, k *data.Kind, m *data.Member, ordinal int) []byte {
	t := d.tables[k]
	if m.Collects != nil {
		return d.collected(dst, t, m.Collects, ordinal)
	}
	at := t.written.at(ordinal)
	if at == nil {
		return m.Make(dst, data.Place{Ordinal: ordinal})
	}
	if v, has := at.get(m.Field.Name); has {
		return append(dst, v...)
	}
	return append(dst, "null"...)
}

// collected appends the array of those that refer to the record at an ordinal: the made-up ones
// that nobody has written since, and the written ones by what they say now.
func (d *Dataset) collected(dst []byte, t *table, c *data.Collection, ordinal int) []byte {
	of := d.tables[c.Of]
	start := len(dst) + 1
	add := func(member int) {
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = d.plain(dst, of, member)
	}
	dst = append(dst, '[')
	for _, member := range of.made.referring(c, ordinal) {
		if of.written.at(int(member)) == nil {
			add(int(member))
		}
	}
	own := record.Text(d.value(nil, t.Kind, t.Member(c.To), ordinal))
	for _, at := range of.written.with(c.By, own) {
		add(at.ordinal)
	}
	return append(dst, ']')
}

// plain appends a record within another one's array. Its own arrays of that kind stay out, or two
// records could hold each other without end.
func (d *Dataset) plain(dst []byte, t *table, ordinal int) []byte {
	if at := t.written.at(ordinal); at != nil {
		return append(dst, at.record.Raw()...)
	}
	return data.AppendObject(dst, t.Plain, data.Place{Ordinal: ordinal})
}

// indexEntry appends the index entry of the record at an ordinal. Dataset.lock must be held.
func (d *Dataset) indexEntry(dst []byte, t *table, ordinal int) []byte {
	at := t.written.at(ordinal)
	if at == nil {
		return data.AppendObject(dst, t.Index, data.Place{Ordinal: ordinal})
	}
	dst = append(dst, '{')
	for i := range t.Index {
		if i > 0 {
			dst = append(dst, ',')
		}
		m := &t.Index[i]
		dst = append(dst, m.Name...)
		switch v, has := at.get(m.Field.Name); {
		case m.Field == t.Identity.Field:
			dst = appendIdentity(dst, m.Field, at.guid)
		case m.Field == t.Updated.Field:
			dst = data.AppendTime(dst, m.Field, at.updatedAt)
		case has:
			dst = append(dst, v...)
		case t.Member(m.Field.Name) == nil || m.Collects != nil:
			dst = m.Make(dst, data.Place{Ordinal: ordinal})
		default: // the record was written without it
			dst = append(dst, "null"...)
		}
	}
	return append(dst, '}')
}

// appendIdentity appends an identity in the type of its field.
func appendIdentity(dst []byte, f *api.Field, guid string) []byte {
	if f.Type == api.Integer {
		return append(dst, guid...)
	}
	return data.Quote(dst, guid)
}
