package store

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
)

// written holds the records of one kind that were written; all others are made up when asked
// for. Dataset.lock guards it.
type written struct {
	byOrdinal map[int]*entry
	byGUID    map[string]*entry
	// created counts those that were not made up; their ordinals follow on the made-up ones'.
	created int
	// byValue finds entries by a field's value, for the fields of indexed.
	byValue map[string]map[string][]*entry

	// size is the number of made-up records, indexed the fields of Kind.Indexed.
	size    int
	indexed []string
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

func newWritten(k *data.Kind) *written {
	return &written{
		byOrdinal: map[int]*entry{},
		byGUID:    map[string]*entry{},
		byValue:   map[string]map[string][]*entry{},
		size:      k.Size,
		indexed:   k.Indexed,
	}
}

// at gives the entry at an ordinal, or nil where nothing was written.
func (w *written) at(ordinal int) *entry {
	if len(w.byOrdinal) == 0 {
		return nil
	}
	return w.byOrdinal[ordinal]
}

// with gives the entries whose field has a value, in the order of the list.
func (w *written) with(field, value string) []*entry { return w.byValue[field][value] }

func (e *entry) get(field string) (jsontext.Value, bool) { return e.record.Get(record.Path{field}) }

// put adds or replaces an entry and gives the way to undo that.
func (w *written) put(e *entry) (undo func()) {
	before, created := w.byOrdinal[e.ordinal], w.created
	w.forget(before)
	w.remember(e)
	w.created = max(w.created, e.ordinal-w.size+1)
	return func() {
		w.forget(e)
		w.remember(before)
		w.created = created
	}
}

func (w *written) remember(e *entry) {
	if e == nil {
		return
	}
	w.byOrdinal[e.ordinal], w.byGUID[e.guid] = e, e
	for _, field := range w.indexed {
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

func (w *written) forget(e *entry) {
	if e == nil {
		return
	}
	delete(w.byOrdinal, e.ordinal)
	delete(w.byGUID, e.guid)
	for _, field := range w.indexed {
		if text := e.text(field); text != "" {
			w.byValue[field][text] = slices.DeleteFunc(w.byValue[field][text], func(other *entry) bool { return other == e })
		}
	}
}

func (e *entry) text(field string) string {
	value, _ := e.get(field)
	return record.Text(value)
}
