package service

import (
	"context"
	"iter"
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
	// Entry is the entry of the index through which it was found, if it was.
	Entry record.Record
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
	return ordered(ctx, s.parallel, s.parallel*windowPerCall, func(yield func(task[Fetched]) bool) {
		for wanted := range ids {
			if wanted.Err == nil {
				wanted.Err = ctx.Err()
			}
			if !yield(s.fetching(entity, wanted)) {
				return
			}
		}
	})
}

// fetching is the task of fetching one record, which needs no call where the record, or why there is none, is known.
func (s *Service) fetching(entity *api.Entity, wanted Wanted) task[Fetched] {
	switch {
	case wanted.Err != nil:
		return task[Fetched]{known: Fetched{Wanted: wanted}}
	case wanted.Have != nil:
		return task[Fetched]{known: Fetched{Wanted: wanted, Record: *wanted.Have}}
	}
	return task[Fetched]{work: func(ctx context.Context) Fetched {
		if wanted.Err = ctx.Err(); wanted.Err != nil { // it ended while this one waited for a place
			return Fetched{Wanted: wanted}
		}
		began := time.Now()
		found, err := s.get(ctx, asked{entity: entity, id: wanted.ID, listed: wanted.Listed || len(wanted.Entry.Raw()) > 0})
		wanted.Err = err
		return Fetched{Wanted: wanted, Record: found, At: began}
	}}
}
