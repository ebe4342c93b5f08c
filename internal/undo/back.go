package undo

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Back is what puts a record back that is there now.
type Back struct {
	// Change holds the fields to set, with what they held before; it has none where nothing is to be put back.
	Change record.Record
	// Since are the fields that hold something else now than the run left there.
	Since []Since
	// Refused are fields that the run sent and that cannot be put back, for a secret was taken out of the log:
	// nobody knows what they held, nor whether the run changed them.
	Refused []string
}

// Empty tells whether there is nothing to put back.
func (b *Back) Empty() bool {
	for range b.Change.Fields() {
		return false
	}
	return true
}

// Since is a field that was changed since the run.
type Since struct {
	Field string
	// Left is what the run left there, Now what is there now; nil for nothing.
	Left, Now record.Value
}

// Maker makes what puts the records of an entity back. It is not for several goroutines.
type Maker struct {
	entity  *api.Entity
	compare *change.Comparer
	// only are the fields that are put back, nil for all that the run changed.
	only []record.Path
}

// NewMaker prepares to put records of an entity back. Where fields are named, those alone are put back, and only
// they must be as the run left them. The catalog tells the keys of what lists repeat.
func NewMaker(entity *api.Entity, catalog *api.Catalog, only []string) *Maker {
	m := &Maker{entity: entity, compare: change.NewComparer(entity.Fields, catalog)}
	for _, name := range only {
		m.only = append(m.only, record.ParsePath(name))
	}
	return m
}

// Changed gives what puts a record back that was read before the run changed it. A field that holds already what it
// held before needs nothing; one that holds neither that nor what the run sent was changed since.
func (m *Maker) Changed(w *Written, now record.Record) (back Back, err error) {
	back.Change = empty()
	if w.Sent.Raw() == nil {
		back.Refused = []string{"all that was sent"}
		return back, nil
	}
	after, err := merged(*w.Before, w.Sent)
	if err != nil {
		return back, fmt.Errorf("what the run sent: %w", err)
	}
	var changed []record.Path
	for difference := range record.Diff(*w.Before, after) {
		path := record.ParsePath(difference.Path)
		if !m.counts(path) || touches(w.hidden, path) {
			continue
		}
		one := m.changed(path, difference)
		if one == same {
			continue
		}
		changed = append(changed, path)
		is, _ := now.Get(path)
		switch {
		case m.keeps(path, difference.Old, is, one):
		case !m.keeps(path, difference.New, is, one):
			back.Since = append(back.Since, Since{Field: difference.Path, Left: difference.New, Now: is})
		default:
			if back.Change, err = record.Set(back.Change, path, orNull(difference.Old)); err != nil {
				return back, fmt.Errorf("putting %s back: %w", path, err)
			}
		}
	}
	m.others(w, now, changed, &back)
	return back, nil
}

// others looks at what the run sent as it had been: whoever changed that since was there after the run.
func (m *Maker) others(w *Written, now record.Record, changed []record.Path, back *Back) {
	for name, left := range w.Sent.Leaves() {
		path := record.ParsePath(name)
		switch {
		case !m.counts(path):
		case touches(w.hidden, path):
			back.Refused = append(back.Refused, name)
		case !touches(changed, path):
			if is, _ := now.Get(path); !m.keeps(path, left, is, value) {
				back.Since = append(back.Since, Since{Field: name, Left: left, Now: is})
			}
		}
	}
}

// Made gives the fields in which a record that the run made is another one now, and those that cannot be compared.
func (m *Maker) Made(w *Written, now record.Record) (back Back) {
	back.Change = empty()
	m.others(w, now, nil, &back)
	return back
}

// Anew gives the record that a deleted one is created from again: without what the server sets itself, and without
// its GUID, which the server makes anew. Fields that a secret was taken out of are left out and named.
func (m *Maker) Anew(w *Written) (back Back) {
	if w.Before == nil {
		return Back{Change: empty()}
	}
	var refused []string
	back.Change = record.Pick(*w.Before, func(name string) bool {
		path := record.Path{name}
		if touches(w.hidden, path) {
			refused = append(refused, name)
			return false
		}
		return name != m.entity.GUID && name != m.entity.UpdatedAt && !change.ReadOnly(m.entity.Fields, path)
	})
	back.Refused = refused
	return back
}

// counts tells whether a field is one that is put back: the server sets the others itself.
func (m *Maker) counts(path record.Path) bool {
	if len(path) == 1 && (path[0] == m.entity.GUID || path[0] == m.entity.UpdatedAt) || change.ReadOnly(m.entity.Fields, path) {
		return false
	}
	return m.only == nil || touches(m.only, path)
}

func empty() record.Record {
	none, _ := record.New(record.Value("{}")) // it is an object
	return none
}

// orNull clears a field that held nothing: the API has no way to take one away.
func orNull(v record.Value) record.Value {
	if v == nil {
		return record.Value("null")
	}
	return v
}
