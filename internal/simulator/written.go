package simulator

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// written holds the records of one kind that were written; all others are made up when asked
// for. world.lock guards it.
type written struct {
	byOrdinal map[int]*entry
	byGUID    map[string]*entry
	// created counts those that were not made up; their ordinals follow on the made-up ones'.
	created int
	// byValue finds entries by a field's value, for the fields of kind.indexed.
	byValue map[string]map[string][]*entry
}

// entry is a written record. It is never changed, only replaced.
type entry struct {
	guid    string
	ordinal int
	// updatedAt is in epoch milliseconds.
	updatedAt int64
	// record is without the arrays that collect others.
	record record.Record
	// deleted says that the record is no longer there; it is then empty.
	deleted bool
}

func newWritten() *written {
	return &written{
		byOrdinal: map[int]*entry{},
		byGUID:    map[string]*entry{},
		byValue:   map[string]map[string][]*entry{},
	}
}

// at gives the entry at an ordinal, or nil where nothing was written.
func (w *written) at(ordinal int) *entry {
	if len(w.byOrdinal) == 0 {
		return nil
	}
	return w.byOrdinal[ordinal]
}

// gone tells whether the record at an ordinal was deleted. world.lock must be held.
func (k *kind) gone(ordinal int) bool {
	at := k.written.at(ordinal)
	return at != nil && at.deleted
}

// with gives the entries whose field has a value, in the order of the list.
func (w *written) with(field, value string) []*entry { return w.byValue[field][value] }

func (e *entry) get(field string) (jsontext.Value, bool) { return e.record.Get(record.Path{field}) }

// put adds or replaces an entry and gives the way to undo that.
func (k *kind) put(e *entry) (undo func()) {
	w := k.written
	before, created := w.byOrdinal[e.ordinal], w.created
	k.forget(before)
	k.remember(e)
	w.created = max(w.created, e.ordinal-k.size+1)
	return func() {
		k.forget(e)
		k.remember(before)
		w.created = created
	}
}

func (k *kind) remember(e *entry) {
	if e == nil {
		return
	}
	w := k.written
	w.byOrdinal[e.ordinal], w.byGUID[e.guid] = e, e
	for _, field := range k.indexed {
		text := e.text(field)
		if text == "" {
			continue
		}
		if w.byValue[field] == nil {
			w.byValue[field] = map[string][]*entry{}
		}
		list := w.byValue[field][text]
		at, _ := slices.BinarySearchFunc(list, e.ordinal, func(e *entry, ordinal int) int { return e.ordinal - ordinal })
		w.byValue[field][text] = slices.Insert(list, at, e)
	}
}

func (k *kind) forget(e *entry) {
	if e == nil {
		return
	}
	w := k.written
	delete(w.byOrdinal, e.ordinal)
	delete(w.byGUID, e.guid)
	for _, field := range k.indexed {
		if text := e.text(field); text != "" {
			w.byValue[field][text] = slices.DeleteFunc(w.byValue[field][text], func(other *entry) bool { return other == e })
		}
	}
}

func (e *entry) text(field string) string {
	value, _ := e.get(field)
	return record.Text(value)
}
