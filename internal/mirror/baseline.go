package mirror

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// baseline is what stood of an entity when its index was last believed. A loss is counted against that: what
// an index brings that is doubted does not make the loss smaller, nor does what other commands fetch.
type baseline struct {
	// Seq is that of the newest record that the mirror had, and Count how many were there.
	Seq   int64 `json:"seq"`
	Count int   `json:"count"`
	// Peaks are how many records the index named, from when it was most to when it was last.
	Peaks []peak `json:"peaks"`
	// Doubted tells that the index was doubted since. The peaks do not age until it is believed again.
	Doubted bool `json:"doubted,omitempty"`
}

// peak is how many records an index named at a time, in epoch milliseconds.
type peak struct {
	At    int64 `json:"at"`
	Named int   `json:"named"`
}

// baselinePrefix begins the names under which the mirror keeps it, by entity.
const baselinePrefix = "stood:"

// lossWindow is how long a list may take to shrink by more than half and be doubted as if it did at once.
const lossWindow = 7 * 24 * time.Hour

// recent gives the peaks that count now: those of the window, and the last in any case.
func (b baseline) recent(now time.Time) []peak {
	if b.Doubted || len(b.Peaks) == 0 {
		return b.Peaks
	}
	from := now.Add(-lossWindow).UnixMilli()
	at := slices.IndexFunc(b.Peaks, func(p peak) bool { return p.At >= from })
	if at < 0 {
		at = len(b.Peaks) - 1
	}
	return b.Peaks[at:]
}

// with gives the peaks that count from now on, where the index names so many.
func (b baseline) with(now time.Time, named int) []peak {
	kept := slices.DeleteFunc(slices.Clone(b.recent(now)), func(p peak) bool { return p.Named <= named })
	return append(kept, peak{now.UnixMilli(), named})
}

// shrunk is what an index lost that names so many, of the most that it named.
func (b baseline) shrunk(now time.Time, named int) Loss {
	recent := b.recent(now)
	if len(recent) == 0 || recent[0].Named <= named {
		return Loss{}
	}
	return Loss{Gone: recent[0].Named - named, Known: recent[0].Named, Since: time.UnixMilli(recent[0].At)}
}

// noBaseline is what stood of an entity whose index was never judged: all that the mirror has counts.
func noBaseline() baseline { return baseline{Seq: math.MaxInt64, Count: math.MaxInt32} }

func (b baseline) isNone() bool { return b.Seq == math.MaxInt64 }

// readBaseline gives what stood of an entity.
func readBaseline(ctx context.Context, on queryer, entity *api.Entity) (baseline, error) {
	value, err := readMeta(ctx, on, baselinePrefix+entity.Name)
	if err != nil || value == "" {
		return noBaseline(), err
	}
	return parseBaseline(value), nil
}

// parseBaseline reads what stood of an entity; what cannot be read says nothing.
func parseBaseline(value string) baseline {
	var b baseline
	if err := json.Unmarshal([]byte(value), &b); err != nil {
		return noBaseline()
	}
	return b
}

// doubted tells of which entities the last index was doubted.
func doubted(ctx context.Context, on queryer) (map[string]bool, error) {
	noted, err := metaBehind(ctx, on, baselinePrefix)
	found := map[string]bool{}
	for entity, value := range noted {
		found[entity] = parseBaseline(value).Doubted
	}
	return found, err
}

// writeBaseline notes what stands of an entity.
func writeBaseline(ctx context.Context, on queryer, entity *api.Entity, b baseline) error {
	value, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("noting what stands of %s: %w", entity.Name, err)
	}
	return writeMeta(ctx, on, baselinePrefix+entity.Name, string(value))
}

// count gives what the mirror has of an entity now.
func (b baseline) count(ctx context.Context, on queryer, entity *api.Entity) (baseline, error) {
	err := on.QueryRowContext(ctx, "select coalesce(max(seq), 0), count(*) from objects where entity = ? and gone_at is null",
		entity.Name).Scan(&b.Seq, &b.Count)
	return b, err
}

// believe notes that an index that names so many was believed. allowed tells that it would have been
// doubted: then what it lost before counts no more.
func (s *Store) believe(ctx context.Context, entity *api.Entity, before baseline, named int, allowed bool) error {
	b := baseline{Peaks: []peak{{s.options.Now().UnixMilli(), named}}}
	if !allowed {
		b.Peaks = before.with(s.options.Now(), named)
	}
	return s.withTx(ctx, "writing to", func(ctx context.Context, tx queryer) error {
		b, err := b.count(ctx, tx, entity)
		if err != nil {
			return err
		}
		return writeBaseline(ctx, tx, entity, b)
	})
}

// doubt notes that an index was doubted, before anything of it is stored: the next one is held against what
// stands now, or against what stood when one was believed.
func (s *Store) doubt(ctx context.Context, entity *api.Entity, before baseline) error {
	if before.Doubted {
		return nil
	}
	return s.withConn(ctx, "writing to", func(ctx context.Context, on queryer) (err error) {
		b := before
		if before.isNone() {
			if b, err = b.count(ctx, on, entity); err != nil {
				return err
			}
		}
		b.Peaks, b.Doubted = before.recent(s.options.Now()), true
		return writeBaseline(ctx, on, entity, b)
	})
}

// losses counts what an index lost of what stood: the records that it does not name, and by how much it is
// smaller than it was of late.
func (g *Stage) losses(ctx context.Context, c Comparison) (before baseline, lost, shrunk Loss, err error) {
	s := g.store
	return before, lost, shrunk, s.withConn(ctx, "comparing the index with", func(ctx context.Context, on queryer) error {
		if before, err = readBaseline(ctx, on, g.entity); err != nil {
			return err
		}
		// Of what came since, only what is missing again counts.
		var since, named int
		if err := on.QueryRowContext(ctx, `select count(*), coalesce(sum(case when exists
				(select 1 from incoming i where i.id = o.id) then 1 else 0 end), 0)
			from objects o where o.entity = ? and o.gone_at is null and o.seq > ?`, g.entity.Name, before.Seq,
		).Scan(&since, &named); err != nil {
			return err
		}
		lost = Loss{Gone: c.Gone, Known: max(c.Gone, min(c.Known-named, before.Count+since-named))}
		if c.Gone > 0 {
			shrunk = before.shrunk(s.options.Now(), g.indexed(c))
		}
		return nil
	})
}

// indexed is how many records the index names.
func (g *Stage) indexed(c Comparison) int { return g.Entries - g.Duplicates - c.Faulty }

// Missed tells what an index that names so many lost, against what stood when one was last believed, where
// that is so much that it is to be doubted; else nothing. The mirror stays as it is.
func (s *Store) Missed(ctx context.Context, entity *api.Entity, named int) (lost Loss, err error) {
	return lost, s.withConn(ctx, "reading", func(ctx context.Context, on queryer) error {
		before, err := readBaseline(ctx, on, entity)
		if err != nil {
			return err
		}
		if before.isNone() {
			if before, err = before.count(ctx, on, entity); err != nil {
				return err
			}
			before.Peaks = []peak{{Named: before.Count}}
		}
		lost = before.shrunk(s.options.Now(), named).unlessAllowed(nil)
		return nil
	})
}
