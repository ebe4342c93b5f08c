package hydrate

import (
	"context"
	"errors"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// StagedSelection is what is wanted of an index, in the order wanted, held against the mirror: of what did not
// change, that has the records.
type StagedSelection struct {
	// Where is what a database can tell of the records that are not wanted.
	Where []mirror.Condition
	store *mirror.Store
	stage *mirror.Stage
	// old takes the mirror's records as they are.
	old bool
	// failed are the records that could not be fetched beforehand, so that the mirror has nothing or something
	// old of them.
	failed map[string]bool
}

// Stage reads the entries that are wanted. old takes whatever the mirror has of them, and calls nothing. A mirror
// has one selection at a time.
func Stage(ctx context.Context, store *mirror.Store, entity *api.Entity, entries iter.Seq2[record.Record, error], old bool) (*StagedSelection, error) {
	stage, err := store.Stage(ctx, entity, entries)
	if err != nil {
		return nil, err
	}
	return &StagedSelection{store: store, stage: stage, old: old}, nil
}

// Repeated is how many entries name a record again, which through a mirror is one record.
func (s *StagedSelection) Repeated() int { return s.stage.Duplicates }

// Missing counts the records that the mirror does not have as they are.
func (s *StagedSelection) Missing(ctx context.Context) (count int, err error) {
	for _, err := range s.stage.Missing(ctx, false) {
		if err != nil {
			return count, err
		}
		count++
	}
	return count, nil
}

// Wanted walks the records to fetch or to hand on, each with its place among all that were selected, from 1 on.
// Those that Where leaves out take a place too, and those that Prefetch could not read. An error ends it.
func (s *StagedSelection) Wanted(ctx context.Context) iter.Seq2[service.Wanted, error] {
	return func(yield func(service.Wanted, error) bool) {
		for wanted, err := range wantedOf(s.stage.All(ctx, mirror.Selection{Old: s.old, Where: s.Where})) {
			tried := err == nil && (s.failed[wanted.ID] || s.failed != nil && wanted.Err != nil)
			if !tried && !yield(wanted, err) {
				return
			}
		}
	}
}

// Order puts the records in the order of a field that entries of the index do not have. It is false where the
// database would order otherwise than records are sorted elsewhere: then the order stays as it was.
func (s *StagedSelection) Order(ctx context.Context, path []string, descending bool) (bool, error) {
	return s.stage.Order(ctx, path, descending)
}

// Prefetch brings the mirror's records up to date with a loop that writes to it, for an order or a condition that
// depends on them. From then on the mirror's records count as they are.
func (s *StagedSelection) Prefetch(ctx context.Context, loop *FetchLoop) error {
	s.failed = map[string]bool{}
	loop.Failing = func(fetched service.Fetched) { s.failed[fetched.ID] = true }
	for _, err := range loop.Records(ctx, wantedOf(s.stage.Missing(ctx, false))) {
		if err != nil {
			return err
		}
	}
	if loop.Writer.Failed {
		return fail.New(fail.Failed, "--no-mirror reads from the server", "the mirror %s cannot be written to", s.store.Place())
	}
	s.old = true
	return nil
}

// wantedOf makes of entries what is wanted, each with its place. What does not meet the conditions is left out.
func wantedOf(entries iter.Seq2[mirror.Entry, error]) iter.Seq2[service.Wanted, error] {
	return func(yield func(service.Wanted, error) bool) {
		place := 0
		for entry, err := range entries {
			if err != nil {
				yield(service.Wanted{}, err)
				return
			}
			if place++; entry.Filtered {
				continue
			}
			wanted := service.Wanted{ID: entry.ID, Entry: entry.Listed, Line: place}
			if entry.Fresh {
				wanted.Have = &entry.Record
			}
			if entry.Fault != "" {
				wanted.Err = errors.New(entry.Fault)
			}
			if !yield(wanted, nil) {
				return
			}
		}
	}
}
