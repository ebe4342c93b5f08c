package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// WatchPlace is how far a watch has come in the history of an entity.
type WatchPlace struct {
	// Mirror tells whose history it is.
	Mirror string
	// Sequence is that of the last event that is behind, and At when that was noticed: zero for none.
	Sequence int64
	At       time.Time
}

// ms is when the last event was noticed, in epoch milliseconds, 0 for none.
func (p WatchPlace) ms() int64 {
	if p.At.IsZero() {
		return 0
	}
	return p.At.UnixMilli()
}

// WatchPlaces are the places of a watch, by entity.
func (l *Ledger) WatchPlaces(ctx context.Context, name string) (places map[string]WatchPlace, err error) {
	return places, l.Read(ctx, "reading", func(ctx context.Context, on database.Queryer) error {
		places = map[string]WatchPlace{}
		return database.EachRow(ctx, on, func(rows *sql.Rows) error {
			var entity string
			var place WatchPlace
			var at int64
			if err := rows.Scan(&entity, &place.Mirror, &place.Sequence, &at); err != nil {
				return err
			}
			if at != 0 {
				place.At = time.UnixMilli(at)
			}
			places[entity] = place
			return nil
		}, "select entity, mirror, sequence, at from watch_places where watch_name = ?", name)
	})
}

// errNotThere undoes what was moved before a place that is not where it was.
var errNotThere = errors.New("a place is not where it was")

// MoveWatch takes places of a watch from where they are to where they shall be: all of them or, where one is not where
// it was or is there already, none, and then it is false. What is not in from has no place yet.
func (l *Ledger) MoveWatch(ctx context.Context, name string, from, to map[string]WatchPlace) (moved bool, err error) {
	err = l.Change(ctx, "writing to", func(ctx context.Context, tx database.Queryer) error {
		for entity, place := range to {
			before, has := from[entity]
			if has && before == place {
				continue
			}
			if err := movePlace(ctx, tx, name, entity, before, place, has); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errNotThere) {
		return false, nil
	}
	return err == nil, err
}

func movePlace(ctx context.Context, tx database.Queryer, name, entity string, from, to WatchPlace, has bool) error {
	query := `insert into watch_places (mirror, sequence, at, watch_name, entity) values (?, ?, ?, ?, ?) on conflict (watch_name, entity) do nothing`
	arguments := []any{to.Mirror, to.Sequence, to.ms(), name, entity}
	if has {
		query = "update watch_places set mirror = ?, sequence = ?, at = ? where watch_name = ? and entity = ? and mirror = ? and sequence = ?"
		arguments = append(arguments, from.Mirror, from.Sequence)
	}
	result, err := tx.ExecContext(ctx, query, arguments...)
	if err != nil {
		return err
	}
	changed, err := result.RowsAffected()
	if err == nil && changed != 1 {
		return errNotThere
	}
	return err
}
