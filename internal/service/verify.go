package service

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Sent is a record that was written, to be verified.
type Sent struct {
	// Line is where the record stands in its file, from 1.
	Line int
	// Key is what people call the record. GUID is empty where it is not known: the record is
	// then found by the key that Body carries.
	Key, GUID string
	Body      record.Record
	// Before is the record as it was read before it was written, nil where it was not. Place is the
	// caller's own. All of it comes back with the record.
	Before *record.Record
	Place  int
	// Pending says that the server took the change to carry it out later.
	Pending bool
}

// Verified is a record as it was read back.
type Verified struct {
	Sent
	// Differences are the fields that the server did not keep: Old is what was sent, New what
	// the server has, nil where it has nothing. Fields that were not sent do not count.
	Differences []record.Difference
	// Err says why the record could not be read back: a *client.Error of kind client.NotFound
	// where its GUID leads nowhere, ErrNotFound where its key does.
	Err error
}

// Verify reads written records back and compares them with what was sent. Those whose GUID is
// known come first, in the order of written. The others are looked for by key among the index
// entries that changed since a moment, which should be that of the run's beginning, newest first.
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

// compared makes the verdict on a record from its reading back.
func compared(entity *api.Entity, sent Sent, fetched Fetched) Verified {
	v := Verified{Sent: sent, Err: fetched.Err}
	if v.Err == nil {
		v.Differences = slices.DeleteFunc(notKept(nil, "", sent.Body, fetched.Record), func(d record.Difference) bool { return sameTime(entity, d) })
	}
	return v
}

// sameTime tells whether what differs is only how a time or a day is written: the server has the text of the
// milliseconds that were sent.
func sameTime(entity *api.Entity, d record.Difference) bool {
	field, known := api.Find(entity.Fields, d.Path)
	if !known || !field.Type.Epoch() {
		return false
	}
	sent, one := timetext.FromMillis(d.Old)
	kept, other := timetext.FromMillis(d.New)
	return one && other && sent.Equal(kept)
}

// notKept appends the fields of what was sent that differ in what was found. Null asks to clear a
// field, which is done where it is gone. The elements of arrays are compared like records, for
// the server adds fields of its own to them.
func notKept(dst []record.Difference, above string, sent, found record.Record) []record.Difference {
	for d := range record.Diff(sent, found) {
		if d.Old == nil || d.New == nil && record.Text(d.Old) == "" {
			continue
		}
		was, is := records(d.Old), records(d.New)
		if len(was) == 0 || len(was) != len(is) {
			dst = append(dst, record.Difference{Path: above + d.Path, Old: d.Old, New: d.New})
			continue
		}
		for i := range was {
			dst = notKept(dst, elementPath(above+d.Path, i), was[i], is[i])
		}
	}
	return dst
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
