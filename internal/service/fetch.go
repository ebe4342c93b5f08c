package service

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// windowPerCall is how many records may be fetched or waiting for their turn for each call in
// flight: enough that one slow record does not idle the other calls, and bounded so that memory
// does not grow with the number of records.
const windowPerCall = 4

// Wanted is a record to fetch: its id, or why there is none.
type Wanted struct {
	ID  string
	Err error
	// Listed says that the id comes from the index, also where the entry is not at hand.
	Listed bool
	// Stub is the entry of the index through which it was found, if it was.
	Stub record.Record
	// Have is the record where it need not be fetched: it takes its turn among the others.
	Have *record.Record
	// Line, Change and the Cells that it was read from are what the caller wants it for: they come back
	// with the record.
	Line          int
	Change, Cells record.Record
}

// Fetched is a record, or in Err why it could not be read.
type Fetched struct {
	Wanted
	Record record.Record
	// At is when the call began, zero where there was none.
	At time.Time
}

// Ahead is how many records Fetch may have read, or be reading, that it did not hand on yet.
func (s *Service) Ahead() int { return s.parallel*windowPerCall + 2 } // one is handed on, one waits for room

// Fetch reads the whole records behind ids, several at once, and hands them on in the order of
// the ids. A record that fails is handed on with its error and does not stop the others; that is
// for the caller to decide, by leaving the loop. After the end of ctx the remaining ids are handed
// on with its error.
func (s *Service) Fetch(ctx context.Context, entity *api.Entity, ids iter.Seq[Wanted]) iter.Seq[Fetched] {
	return func(yield func(Fetched) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var workers sync.WaitGroup
		var relay relay
		defer workers.Wait()
		defer cancel()

		left := make(chan struct{})
		defer close(left)
		turns := make(chan chan Fetched, s.parallel*windowPerCall)
		workers.Go(func() { relay.run(func() { s.fill(ctx, left, entity, ids, turns, &workers, &relay) }) })
		for turn := range turns {
			fetched, ok := <-turn
			if !ok {
				relay.raise()
			}
			if !yield(fetched) {
				return
			}
		}
		relay.raise()
	}
}

// fill starts a call for each id as places become free, and queues its answer in order, until the
// reader has left. After the end of ctx nothing is called any more.
func (s *Service) fill(
	ctx context.Context, left <-chan struct{}, entity *api.Entity, ids iter.Seq[Wanted], turns chan<- chan Fetched, workers *sync.WaitGroup,
	relay *relay,
) {
	defer close(turns)
	places := make(chan struct{}, s.parallel)
	for wanted := range ids {
		turn := make(chan Fetched, 1)
		select {
		case turns <- turn:
		case <-left:
			return
		}
		if wanted.Err == nil {
			wanted.Err = ctx.Err()
		}
		if wanted.Err != nil {
			turn <- Fetched{Wanted: wanted}
			continue
		}
		if wanted.Have != nil {
			turn <- Fetched{Wanted: wanted, Record: *wanted.Have}
			continue
		}
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
			wanted.Err = ctx.Err()
			turn <- Fetched{Wanted: wanted}
			continue
		}
		workers.Go(func() {
			defer func() { <-places }()
			defer close(turn)
			relay.run(func() {
				began := time.Now()
				found, err := s.get(ctx, asked{entity: entity, id: wanted.ID, listed: wanted.Listed || len(wanted.Stub.Raw()) > 0})
				wanted.Err = err
				turn <- Fetched{Wanted: wanted, Record: found, At: began}
			})
		})
	}
}
