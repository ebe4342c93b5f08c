package output

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Look takes a record into account for Check, also one none of whose rows is shown.
func (e *Explode) Look(r record.Record) {
	e.records++
	list, listed, _ := r.Find(e.path)
	switch kind := list.Kind(); {
	case kind == jsontext.KindInvalid, kind == jsontext.KindNull:
	case kind == jsontext.KindBeginArray && !listed:
		e.lists++
	case !listed:
		e.others++
	default:
		e.lookWithin(r)
	}
}

// lookWithin looks at what the elements of a list around the list have there.
func (e *Explode) lookWithin(r record.Record) {
	through, _ := r.ThroughList(e.path)
	e.elements(r, through, func(row record.Record, err error) bool {
		if list, found := row.Get(e.path); found && err == nil {
			if list.Kind() == jsontext.KindBeginArray {
				e.lists++
			} else if list.Kind() != jsontext.KindNull {
				e.others++
			}
		}
		return e.lists == 0
	})
}

// Count takes a record into account whose rows are shown, for Check, Bare and Hollow.
func (e *Explode) Count(r record.Record) {
	e.Look(r)
	through, nested := r.ThroughList(e.path)
	if !nested {
		if !hasElement(r, e.path) {
			e.bare++
		}
		return
	}
	around, with := 0, 0
	e.elements(r, through, func(row record.Record, _ error) bool {
		around++
		if hasElement(row, e.path) {
			with++
		}
		return true
	})
	if with == 0 {
		e.bare++
	} else {
		e.hollow += around - with
	}
}

// hasElement tells whether a record has a row for a list.
func hasElement(r record.Record, path record.Path) bool {
	list, listed, _ := r.Find(path)
	if !listed {
		return holds(list)
	}
	for inner := range record.Elements(list) {
		if holds(inner) {
			return true
		}
	}
	return false
}

// holds tells whether a value is more than nothing or an empty list.
func holds(v record.Value) bool {
	switch v.Kind() {
	case jsontext.KindInvalid, jsontext.KindNull:
		return false
	case jsontext.KindBeginArray:
		for range record.Elements(v) {
			return true
		}
		return false
	default:
		return true
	}
}

// Bare is how many of the records counted so far had no element, and so no row.
func (e *Explode) Bare() int { return e.bare }

// Hollow is how many elements of the list around the list had nothing in it, in records that have some row.
func (e *Explode) Hollow() int { return e.hollow }

// Settled tells that Check has nothing to say whatever records come.
func (e *Explode) Settled() bool { return e.described || e.lists > 0 }

// Check returns an error if neither the description nor any record so far has the list. Where there were
// no records, there is no telling.
func (e *Explode) Check() error {
	switch {
	case e.Settled() || e.records == 0:
		return nil
	case e.others > 0:
		return e.wrong("it is no list in any record")
	case Described(e.name, e.fields):
		return nil
	default:
		return unknownField(e.name, e.fields)
	}
}
