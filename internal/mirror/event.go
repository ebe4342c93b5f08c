package mirror

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Kind is what became of a record between two syncs.
type Kind string

// The kinds of events. A record vanishes where the index does not name it any more: it was deleted,
// or is hidden from this user.
const (
	Appeared Kind = "appeared"
	Changed  Kind = "changed"
	Vanished Kind = "vanished"
)

// event is what the history keeps of one record.
type event struct {
	// at is when it was noticed, in epoch milliseconds, updated the time of change that the index tells.
	at      int64
	id      string
	kind    Kind
	updated *int64
	// changes is a JSON array of {field, old, new}.
	changes []byte
}

const insertHistory = `insert into history (at, entity, id, record_key, kind, updated_at, changes) values (?, ?, ?, ?, ?, ?, ?)`

// arguments are those of insertHistory. raw is the record.
func (e event) arguments(d dialect, entity *api.Entity, raw []byte) []any {
	_, key, _ := api.KeyOf(entity, raw)
	var changes any
	if e.changes != nil {
		changes = d.body(e.changes)
	}
	return []any{e.at, entity.Name, e.id, database.Storable(key), string(e.kind), e.updated, changes}
}

// changesJSON lists the fields that differ, with the values as the server sent them. It is nil where
// none does. A side that lacks a field has no member for it.
func changesJSON(was, is record.Record) ([]byte, error) {
	var out []byte
	for difference := range record.Diff(was, is) {
		separator := byte(',')
		if out == nil {
			separator = '['
		}
		out = append(append(out, separator), `{"field":`...)
		var err error
		if out, err = jsontext.AppendQuote(out, difference.Path); err != nil {
			return nil, err
		}
		if difference.Old != nil {
			out = record.AppendCompact(append(out, `,"old":`...), difference.Old)
		}
		if difference.New != nil {
			out = record.AppendCompact(append(out, `,"new":`...), difference.New)
		}
		out = append(out, '}')
	}
	if out == nil {
		return nil, nil
	}
	return append(out, ']'), nil
}
