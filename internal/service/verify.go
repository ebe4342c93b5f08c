package service

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Verify reads written records back and compares them with what was sent. Those whose GUID is
// known come first, in the order of written. The others are looked for by key among the index
// entries that changed since a time, which should be that of the run's beginning, newest first.
// Memory grows with the records whose GUID is not known. It costs a call for each record, and for
// the others one for the index and at most one for each entry that changed. When ctx ends, the
// rest is not handed on.
func (s *Service) Verify(ctx context.Context, entity *api.Entity, written iter.Seq[Sent], since time.Time) iter.Seq[Verified] {
	return func(yield func(Verified) bool) {
		var known queue
		search := newSearch(entity)
		ids := func(yield func(Wanted) bool) {
			for sent := range written {
				if sent.GUID == "" {
					search.add(sent)
					continue
				}
				known.push(sent)
				if !yield(Wanted{ID: sent.GUID}) {
					return
				}
			}
		}
		for fetched := range s.Fetch(ctx, entity, ids) {
			if !yield(compared(entity, known.pop(), fetched)) {
				return
			}
		}
		if ctx.Err() == nil {
			s.search(ctx, search, since, yield)
		}
	}
}

// queue holds what is on its way from the goroutine that asks to the one that gets the answers.
type queue struct {
	mu   sync.Mutex
	list []Sent
}

func (q *queue) push(s Sent) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.list = append(q.list, s)
}

func (q *queue) pop() Sent {
	q.mu.Lock()
	defer q.mu.Unlock()
	first := q.list[0]
	q.list = q.list[1:]
	return first
}
