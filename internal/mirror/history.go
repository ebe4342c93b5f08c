package mirror

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"slices"
	"time"

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

	seq int64
}

// eventChunk is how many events are in memory at once.
const eventChunk = 500

// Events walks the history of some entities, or of all, from a moment on and before another, in
// the order in which things were noticed.
func (s *Store) Events(ctx context.Context, entities []string, since, until time.Time) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		last := int64(0)
		for {
			chunk, err := s.events(ctx, entities, since, until, last)
			if err != nil {
				yield(Event{}, err)
				return
			}
			for _, e := range chunk {
				if !yield(e, nil) {
					return
				}
			}
			if len(chunk) < eventChunk {
				return
			}
			last = chunk[len(chunk)-1].seq
		}
	}
}

func (s *Store) events(ctx context.Context, entities []string, since, until time.Time, after int64) (events []Event, err error) {
	query := "select seq, at, entity, id, record_key, kind, updated_at, changes from history where seq > ? and at >= ? and at < ?"
	arguments := []any{after, since.UnixMilli(), until.UnixMilli()}
	if len(entities) > 0 {
		query += " and entity in (" + sqltext.Arguments(len(entities)) + ")"
		for _, name := range entities {
			arguments = append(arguments, name)
		}
	}
	arguments = append(arguments, eventChunk)
	return events, s.locked(ctx, "reading", func(ctx context.Context) (err error) {
		rows, err := s.conn.QueryContext(ctx, s.dialect.rebind(query+" order by seq limit ?"), arguments...)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			e, err := scanEvent(rows)
			if err != nil {
				return err
			}
			events = append(events, e)
		}
		return rows.Err()
	})
}

func scanEvent(rows *sql.Rows) (e Event, err error) {
	var at int64
	var updated sql.NullInt64
	var changes []byte
	if err := rows.Scan(&e.seq, &at, &e.Entity, &e.ID, &e.Key, &e.Kind, &updated, &changes); err != nil {
		return e, err
	}
	e.At, e.Changes = time.UnixMilli(at), slices.Clone(changes)
	if updated.Valid {
		moment := time.UnixMilli(updated.Int64)
		e.UpdatedAt = &moment
	}
	return e, nil
}

// Forget removes the history before a moment.
func (s *Store) Forget(ctx context.Context, before time.Time) error {
	return s.locked(ctx, "writing to", func(ctx context.Context) error {
		_, err := s.conn.ExecContext(ctx, s.dialect.rebind("delete from history where at < ?"), before.UnixMilli())
		return err
	})
}
