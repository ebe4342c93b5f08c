package mirror

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// stood is what stood of an entity when its index was last believed. A loss is counted against that: what
// an index brings that is doubted does not make the loss smaller, nor does what other commands fetch.
type stood struct {
	// Seq is that of the newest record that the mirror had, and Count how many were there.
	Seq   int64 `json:"seq"`
	Count int   `json:"count"`
	// Peaks are how many records the index named, from when it was most to when it was last.
	Peaks []peak `json:"peaks"`
	// Doubted tells that the index was doubted since. The peaks do not age until it is believed again.
	Doubted bool `json:"doubted,omitempty"`
}

// peak is how many records an index named at a moment, in epoch milliseconds.
type peak struct {
	At    int64 `json:"at"`
	Named int   `json:"named"`
}

// stoodPrefix begins the names under which the mirror keeps it, by entity.
const stoodPrefix = "stood:"

// lossWindow is how long a list may take to shrink by more than half and be doubted as if it did at once.
const lossWindow = 7 * 24 * time.Hour

// recent gives the peaks that count now: those of the window, and the last in any case.
func (w stood) recent(now time.Time) []peak {
	if w.Doubted || len(w.Peaks) == 0 {
		return w.Peaks
	}
	from := now.Add(-lossWindow).UnixMilli()
	at := slices.IndexFunc(w.Peaks, func(p peak) bool { return p.At >= from })
	if at < 0 {
		at = len(w.Peaks) - 1
	}
	return w.Peaks[at:]
}

// with gives the peaks that count from now on, where the index names so many.
func (w stood) with(now time.Time, named int) []peak {
	kept := slices.DeleteFunc(slices.Clone(w.recent(now)), func(p peak) bool { return p.Named <= named })
	return append(kept, peak{now.UnixMilli(), named})
}

// shrunk is what an index lost that names so many, of the most that it named.
func (w stood) shrunk(now time.Time, named int) Loss {
	recent := w.recent(now)
	if len(recent) == 0 || recent[0].Named <= named {
		return Loss{}
	}
	return Loss{Gone: recent[0].Named - named, Known: recent[0].Named, Since: time.UnixMilli(recent[0].At)}
}

// never is what stood of an entity whose index was never judged: all that the mirror has counts.
func never() stood { return stood{Seq: math.MaxInt64, Count: math.MaxInt32} }

func (w stood) isNever() bool { return w.Seq == math.MaxInt64 }

// stood gives what stood of an entity.
func (s *Store) stood(ctx context.Context, on queryer, entity *api.Entity) (stood, error) {
	value, err := s.meta(ctx, on, stoodPrefix+entity.Name)
	if err != nil || value == "" {
		return never(), err
	}
	var w stood
	if err := json.Unmarshal([]byte(value), &w); err != nil {
		return never(), nil //nolint:nilerr // what cannot be read says nothing
	}
	return w, nil
}

// setStood notes what stands of an entity.
func (s *Store) setStood(ctx context.Context, on queryer, entity *api.Entity, w stood) error {
	value, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("noting what stands of %s: %w", entity.Name, err)
	}
	return s.setMeta(ctx, on, stoodPrefix+entity.Name, string(value))
}

// count gives what the mirror has of an entity now.
func (w stood) count(ctx context.Context, s *Store, on queryer, entity *api.Entity) (stood, error) {
	return w, on.QueryRowContext(ctx, s.dialect.rebind("select coalesce(max(seq), 0), count(*) from objects where entity = ? and gone_at is null"),
		entity.Name).Scan(&w.Seq, &w.Count)
}

// believe notes that an index that names so many was believed. allowed tells that it would have been
// doubted: then what it lost before counts no more.
func (s *Store) believe(ctx context.Context, entity *api.Entity, before stood, named int, allowed bool) error {
	w := stood{Peaks: []peak{{s.options.Now().UnixMilli(), named}}}
	if !allowed {
		w.Peaks = before.with(s.options.Now(), named)
	}
	return s.locked(ctx, "writing to", func(ctx context.Context) error {
		return s.inTx(ctx, func(tx *sql.Tx) error {
			w, err := w.count(ctx, s, tx, entity)
			if err != nil {
				return err
			}
			return s.setStood(ctx, tx, entity, w)
		})
	})
}

// doubt notes that an index was doubted, before anything of it is stored: the next one is held against what
// stands now, or against what stood when one was believed.
func (s *Store) doubt(ctx context.Context, entity *api.Entity, before stood) error {
	if before.Doubted {
		return nil
	}
	return s.locked(ctx, "writing to", func(ctx context.Context) (err error) {
		w := before
		if before.isNever() {
			if w, err = w.count(ctx, s, s.conn, entity); err != nil {
				return err
			}
		}
		w.Peaks, w.Doubted = before.recent(s.options.Now()), true
		return s.setStood(ctx, s.conn, entity, w)
	})
}

// losses counts what an index lost of what stood: the records that it does not name, and by how much it is
// smaller than it was of late.
func (g *Stage) losses(ctx context.Context, c Comparison) (before stood, lost, shrunk Loss, err error) {
	s := g.store
	return before, lost, shrunk, s.locked(ctx, "comparing the index with", func(ctx context.Context) error {
		if before, err = s.stood(ctx, s.conn, g.entity); err != nil {
			return err
		}
		// Of what came since, only what is missing again counts.
		var since, named int
		if err := s.conn.QueryRowContext(ctx, s.dialect.rebind(`select count(*), coalesce(sum(case when exists
				(select 1 from incoming i where i.id = o.id) then 1 else 0 end), 0)
			from objects o where o.entity = ? and o.gone_at is null and o.seq > ?`), g.entity.Name, before.Seq,
		).Scan(&since, &named); err != nil {
			return err
		}
		lost = Loss{Gone: c.Gone, Known: max(c.Gone, min(c.Known-named, before.Count+since-named))}
		if c.Gone > 0 {
			shrunk = before.shrunk(s.options.Now(), g.named(c))
		}
		return nil
	})
}

// named is how many records the index names.
func (g *Stage) named(c Comparison) int { return g.Entries - g.Doubles - c.Faulty }

// Missed tells what an index that names so many lost, against what stood when one was last believed, where
// that is so much that it is to be doubted; else nothing. The mirror stays as it is.
func (s *Store) Missed(ctx context.Context, entity *api.Entity, named int) (lost Loss, err error) {
	return lost, s.locked(ctx, "reading", func(ctx context.Context) error {
		before, err := s.stood(ctx, s.conn, entity)
		if err != nil {
			return err
		}
		if before.isNever() {
			if before, err = before.count(ctx, s, s.conn, entity); err != nil {
				return err
			}
			before.Peaks = []peak{{Named: before.Count}}
		}
		lost = before.shrunk(s.options.Now(), named).unlessAllowed(nil)
		return nil
	})
}
