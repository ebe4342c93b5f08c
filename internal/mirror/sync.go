package mirror

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// A run that is killed loses at most batchRecords, those among them that were read ahead of their
// turn: a transaction holds what is left, but never fewer than batchLeast. None waits longer for it
// than batchAge.
const (
	batchRecords = 240
	batchLeast   = 50
	batchAge     = 2 * time.Second
)

// SyncOptions say how an entity is brought up to date.
type SyncOptions struct {
	// Within leaves out records by their entries in the index, nil none. Limit is how many records are
	// fetched at most, 0 for all.
	Within func(entry record.Record) bool
	Limit  int
	// Recheck fetches what did not change too, DryRun nothing at all. Prune removes what is gone.
	Recheck, DryRun, Prune bool
	// AllowGone gives how many of so many known records may go at most, be that many or few. Where it is nil, an
	// index that lost very much is doubted.
	AllowGone func(known int) int
	// Begin is told how many records will be fetched, and Each of every one that was read or cannot be.
	// An error of Each ends the sync.
	Begin func(total int)
	Each  func(service.Fetched) error
}

// SyncResult counts what a sync found and did.
type SyncResult struct {
	Comparison

	// Indexed entries are in the index. Fetched records were read, or would be with DryRun; the ones
	// among them whose content is as it was count as unchanged. Failed ones cannot be read.
	Indexed, Fetched, Failed int
	// Duplicates are entries that name a record again, Pruned records that were removed, Pending ones
	// that changed and were not fetched.
	Duplicates, Pruned, Pending int
	// Held is a loss that the index is doubted for: nothing was marked as gone. Unpruned is what was not
	// removed because it is too much at once. Each is zero where nothing was held back.
	Held, Unpruned Loss
}

// Sync brings an entity up to date: it reads the index with one call, fetches what is new or
// changed, and marks what is gone, unless that is so much that the index is doubted. What is fetched is
// stored as it comes, and stays where the sync ends early; the result counts it then too.
func (s *Store) Sync(ctx context.Context, from *service.Service, entity *api.Entity, options SyncOptions) (SyncResult, error) {
	y := &syncRun{store: s, from: from, entity: entity, options: options, at: s.options.Now(), began: time.Now()}
	if err := y.compare(ctx); err != nil {
		return y.result, err
	}
	total, err := y.countMissing(ctx)
	if err != nil || options.DryRun {
		y.result.Fetched = total
		return y.result, err
	}
	if err := y.markGone(ctx); err != nil {
		return y.result, err
	}
	options.Begin(total)
	err = errors.Join(y.fetch(ctx), y.flush(ctx), s.keepFailures(ctx, entity, y.failed, y.began))
	y.count()
	if err == nil && options.Prune && y.result.Unpruned == (Loss{}) {
		y.result.Pruned, err = s.Prune(ctx, entity)
	}
	if err != nil || y.result.Held != (Loss{}) {
		return y.result, err // an index that is doubted makes the mirror no younger
	}
	if err := s.believe(ctx, entity, y.before, y.stage.indexed(y.found), y.lost.doubtful() || y.shrunk.doubtful()); err != nil {
		return y.result, err
	}
	whole := options.Within == nil && options.Limit == 0 || y.result.Pending == 0
	return y.result, s.Synced(ctx, entity, y.at, y.result.Indexed, y.result.Pending, whole)
}

// syncRun is a sync under way.
type syncRun struct {
	store   *Store
	from    *service.Service
	entity  *api.Entity
	options SyncOptions
	// at is when the sync began, before it read the index, and began the same by the clock of calls.
	at, began time.Time
	// due counts the records that were fetched because they were new or changed.
	due   int
	stage *Stage
	found Comparison
	// before is what stood, and lost and shrunk what the index lost of that.
	before       baseline
	lost, shrunk Loss

	stored Stored
	batch  []Fresh
	// waiting counts the records of the batch that were due, failed are the ids that could not be read.
	waiting int
	failed  []string
	oldest  time.Time
	result  SyncResult
}

// compare reads the index and holds it against the mirror.
func (y *syncRun) compare(ctx context.Context) error {
	index, err := y.from.Index(ctx, y.entity)
	if err != nil {
		return err
	}
	y.stage, err = y.store.Stage(ctx, y.entity, index.Entries())
	if err := errors.Join(err, index.Close()); err != nil {
		return err
	}
	if y.found, err = y.stage.Compare(ctx); err != nil {
		return err
	}
	y.result.Comparison = y.found
	y.result.Indexed, y.result.Duplicates = y.stage.Entries, y.stage.Duplicates
	y.before, y.lost, y.shrunk, err = y.stage.losses(ctx, y.found)
	y.decideHeld()
	return err
}

// decideHeld decides what is held back. What an index that is doubted leaves out is not removed either.
func (y *syncRun) decideHeld() {
	r, allowed := &y.result, y.options.AllowGone
	r.Held = held(y.lost, y.shrunk, allowed)
	if r.Held != (Loss{}) {
		r.Gone = 0
	}
	if y.options.Prune {
		r.Unpruned = Loss{Gone: y.found.Unnamed, Known: y.found.Objects}.unlessAllowed(allowed)
	}
	if y.options.Prune && r.Unpruned == (Loss{}) {
		r.Unpruned = r.Held
	}
}

// markGone marks what is gone, or notes that the index is doubted.
func (y *syncRun) markGone(ctx context.Context) (err error) {
	if y.result.Held != (Loss{}) {
		return y.store.doubt(ctx, y.entity, y.before)
	}
	y.result.Gone, err = y.stage.MarkGone(ctx, y.began)
	return err
}

func (y *syncRun) countMissing(ctx context.Context) (int, error) {
	total := 0
	for entry, err := range y.missing(ctx) {
		if err != nil {
			return total, err
		}
		if entry.Fault == "" {
			total++
		}
	}
	return total, nil
}

// missing walks the entries whose records are to be fetched.
func (y *syncRun) missing(ctx context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		count := 0
		for entry, err := range y.stage.Missing(ctx, y.options.Recheck) {
			if err == nil && entry.Fault == "" && y.options.Within != nil && !y.options.Within(entry.Listed) {
				continue
			}
			if !yield(entry, err) || err != nil {
				return
			}
			if entry.Fault == "" {
				count++
			}
			if count == y.options.Limit && count > 0 {
				return
			}
		}
	}
}

// fetch reads the records and stores them as they come.
func (y *syncRun) fetch(ctx context.Context) error {
	var broken error
	for fetched := range y.records(ctx, &broken) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		err := y.options.Each(fetched)
		if fetched.Err != nil {
			y.result.Failed++
			if fetched.ID != "" {
				y.failed = append(y.failed, fetched.ID)
			}
		} else if err == nil {
			err = y.add(ctx, fetched)
		}
		if err != nil {
			return err
		}
	}
	return broken
}

// dueMark marks, as the line of a record that is wanted, that the mirror does not have it as it is.
const dueMark = 1

// records walks the records that are fetched, in the order of the index. Where the API has no call
// for a whole record, the entry of the index is all there is of it.
func (y *syncRun) records(ctx context.Context, broken *error) iter.Seq[service.Fetched] {
	_, whole := y.entity.Operation(api.Get)
	wanted := func(yield func(service.Wanted) bool) {
		for entry, err := range y.missing(ctx) {
			if err != nil {
				*broken = err
				return
			}
			one := service.Wanted{ID: entry.ID, Entry: entry.Listed}
			if !entry.Fresh {
				one.Line = dueMark
			}
			if !whole {
				one.Have = &entry.Listed
			}
			if entry.Fault != "" {
				one.Err = errors.New(entry.Fault)
			}
			if !yield(one) {
				return
			}
		}
	}
	return y.from.Fetch(ctx, y.entity, wanted)
}

// add takes a record that was fetched, and stores those at hand where they are many or have waited.
func (y *syncRun) add(ctx context.Context, fetched service.Fetched) error {
	now := y.store.options.Now()
	if fetched.At.IsZero() {
		fetched.At = now
	}
	if len(y.batch) == 0 {
		y.oldest = now
	}
	y.waiting += fetched.Line
	y.batch = append(y.batch, Fresh{ID: fetched.ID, Entry: fetched.Entry, Record: fetched.Record, At: fetched.At})
	if len(y.batch) < max(batchLeast, batchRecords-y.from.Ahead()) && now.Sub(y.oldest) < batchAge {
		return nil
	}
	return y.flush(ctx)
}

// flush stores what was fetched since the last time.
func (y *syncRun) flush(ctx context.Context) error {
	if len(y.batch) == 0 {
		return nil
	}
	stored, err := y.store.Put(ctx, y.entity, y.batch)
	if err != nil {
		return err
	}
	y.stored.New += stored.New
	y.stored.Changed += stored.Changed
	y.stored.Unchanged += stored.Unchanged
	y.due += y.waiting
	y.batch, y.waiting = y.batch[:0], 0
	return nil
}

// count makes the result of what was stored. What was not fetched is neither new nor changed yet.
func (y *syncRun) count() {
	r := &y.result
	r.Fetched = y.stored.New + y.stored.Changed + y.stored.Unchanged
	r.New, r.Changed = y.stored.New, y.stored.Changed
	r.Pending = y.found.New + y.found.Changed + y.found.Faulty - y.due
	r.Unchanged = r.Indexed - r.Duplicates - r.New - r.Changed - r.Pending
}
