package mirror

import (
	"context"
	"iter"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// Extent tells which history a mirror has, and from where to where.
type Extent struct {
	// Mirror is another one for each mirror that was ever made.
	Mirror string
	// Last is the sequence of the newest event, 0 where there is none.
	Last int64
	// LastAt is when that was noticed.
	LastAt time.Time
	// Removed is the sequence of the newest event of an entity that was removed, by the entity's name.
	Removed map[string]int64
}

// Extent gives the extent of the history now.
func (s *Store) Extent(ctx context.Context) (extent Extent, err error) {
	return extent, s.withTx(ctx, "reading", func(ctx context.Context, tx queryer) error {
		extent = Extent{Removed: map[string]int64{}}
		if extent.Mirror, err = identity(ctx, tx); err != nil {
			return err
		}
		var at int64
		found, err := database.WasFound(tx.QueryRowContext(ctx, "select seq, at from history order by seq desc limit 1").Scan(&extent.Last, &at))
		if err != nil {
			return err
		}
		if found {
			extent.LastAt = time.UnixMilli(at)
		}
		noted, err := metaBehind(ctx, tx, removedPrefix)
		for entity, value := range noted {
			if extent.Removed[entity], err = strconv.ParseInt(value, 10, 64); err != nil {
				return err
			}
		}
		return err
	})
}

// NoticedAt tells when the event with a sequence was noticed, false where the history has none.
func (s *Store) NoticedAt(ctx context.Context, sequence int64) (at time.Time, found bool, err error) {
	return at, found, s.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		var ms int64
		found, err = database.WasFound(on.QueryRowContext(ctx, "select at from history where seq = ?", sequence).Scan(&ms))
		at = time.UnixMilli(ms)
		return err
	})
}

// eventsAtOnce is how many events are in memory at once, with the values of their fields.
const eventsAtOnce = 50

// EventsAfter gives the history of some entities, each from behind a sequence of its own on, in order. None
// that belongs before another one comes to light behind it.
func (s *Store) EventsAfter(ctx context.Context, after map[string]int64) iter.Seq2[Event, error] {
	if len(after) == 0 {
		return func(func(Event, error) bool) {}
	}
	var wanted []string
	var arguments []any
	least := int64(math.MaxInt64)
	for entity, sequence := range after {
		wanted = append(wanted, "entity = ? and seq > ?")
		arguments = append(arguments, entity, sequence)
		least = min(least, sequence)
	}
	return database.Pages[Event, int64]{
		Query:     selectEvents + " where (" + strings.Join(wanted, " or ") + ") and seq > ? order by seq limit ?",
		Arguments: arguments, Size: eventsAtOnce, After: least,
		Scan: scanEvent, Place: func(e Event) int64 { return e.Sequence },
	}.All(ctx, s.read)
}
