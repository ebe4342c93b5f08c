package mirror

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Event is what became of a record, as a sync noticed it.
type Event struct {
	// At is when it was noticed, UpdatedAt when the server says that it happened, if it says.
	At        time.Time
	UpdatedAt *time.Time
	Entity    string
	ID        string
	// Key is the business key by which people know the record.
	Key  string
	Kind Kind
	// Changes is a JSON array of {field, old, new} where the record changed, else nil.
	Changes record.Value
	// Sequence is greater than that of every event that was noticed before, and no other event of the mirror
	// has it.
	Sequence int64
}

// eventPage is how many events are in memory at once.
const eventPage = 500

const selectEvents = "select seq, at, entity, id, record_key, kind, updated_at, changes from history"

// Events gives the history of some entities, or of all, from a time on and before another, in the order
// in which things were noticed.
func (s *Store) Events(ctx context.Context, entities []string, since, until time.Time) iter.Seq2[Event, error] {
	query := selectEvents + " where at >= ? and at < ? and seq <> coalesce((select cast(value as bigint) from meta where name = ?), 0)"
	arguments := []any{since.UnixMilli(), until.UnixMilli(), keptName}
	if len(entities) > 0 {
		query += " and entity in (" + sqltext.Arguments(len(entities)) + ")"
		for _, name := range entities {
			arguments = append(arguments, name)
		}
	}
	return database.Pages[Event, int64]{
		Query: query + " and seq > ? order by seq limit ?", Arguments: arguments, Size: eventPage,
		Scan: scanEvent, Place: func(e Event) int64 { return e.Sequence },
	}.All(ctx, s.read)
}

func scanEvent(r database.Row) (e Event, err error) {
	var at int64
	var updated sql.NullInt64
	var changes []byte
	if err := r.Scan(&e.Sequence, &at, &e.Entity, &e.ID, &e.Key, &e.Kind, &updated, &changes); err != nil {
		return e, err
	}
	e.At, e.Changes = time.UnixMilli(at), slices.Clone(changes)
	if updated.Valid {
		changed := time.UnixMilli(updated.Int64)
		e.UpdatedAt = &changed
	}
	return e, nil
}
