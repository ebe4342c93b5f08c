package undo

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/journal"
)

// Calls walks the calls of one run, oldest first, the same ones each time.
type Calls func() iter.Seq2[journal.Call, error]

// Run is what a run did, entity by entity.
type Run struct {
	journal.Run

	// Begun is when its first call was sent.
	Begun time.Time
	// Parts are the entities in the order of their first calls.
	Parts []*Part
	// Bare are the calls of "aimsio api" that may have changed something, as method and path: nobody knows what was
	// there before.
	Bare []string

	calls Calls
}

// Part is what a run did to the records of one entity.
type Part struct {
	Name string
	// Entity is nil where the description in use has none of the name.
	Entity *api.Entity

	// left counts the calls in which each record comes.
	left map[string]int
}

// mostBare bounds how many calls of any path are named.
const mostBare = 100

// Look reads what a run did. The error of a line of the log that cannot be read ends it: what that line says of the
// run would be missing. It is false where the log has no call of the run. Memory grows with the number of records by
// their names alone.
func Look(catalog *api.Catalog, calls Calls) (run *Run, found bool, err error) {
	run = &Run{calls: calls}
	for call, err := range calls() {
		if err != nil {
			return nil, false, fmt.Errorf("reading the log: %w", err)
		}
		if !found {
			run.Run, run.Begun, found = call.Run, call.Time, true
		}
		run.add(catalog, call)
	}
	return run, found, nil
}

func (r *Run) add(catalog *api.Catalog, call journal.Call) {
	if call.Entity == "" {
		if ended := endOf(call.Result, 0); ended != refused && ended != unsent && len(r.Bare) < mostBare {
			r.Bare = append(r.Bare, call.Method+" "+call.Path)
		}
		return
	}
	part := r.part(call.Entity)
	if part == nil {
		part = &Part{Name: call.Entity, left: map[string]int{}}
		part.Entity, _ = catalog.Entity(call.Entity)
		r.Parts = append(r.Parts, part)
	}
	if part.Entity == nil {
		return
	}
	for _, one := range sightings(part.Entity, call) {
		part.left[one.id]++
	}
}

func (r *Run) part(name string) *Part {
	at := slices.IndexFunc(r.Parts, func(p *Part) bool { return p.Name == name })
	if at < 0 {
		return nil
	}
	return r.Parts[at]
}

// Records walks what the run did to the records of a part, in the order of the last calls that carried them. Records
// that the run did nothing to, such as refused ones, are left out. In memory are those alone of which a further call
// follows.
func (r *Run) Records(part *Part) iter.Seq2[Written, error] {
	return func(yield func(Written, error) bool) {
		walk := partProgress{part: part, left: map[string]int{}, kept: map[string]*Written{}}
		for call, err := range r.calls() {
			if err != nil {
				yield(Written{}, fmt.Errorf("reading the log: %w", err))
				return
			}
			if call.Entity != part.Name || part.Entity == nil {
				continue
			}
			for _, one := range sightings(part.Entity, call) {
				w, last, err := walk.take(one)
				if err != nil {
					yield(Written{}, fmt.Errorf("reading what call %d of the log did to %s: %w", call.ID, one.id, err))
					return
				}
				if !last || !w.settle() {
					continue
				}
				walk.place++
				w.Place = walk.place
				if !yield(*w, nil) {
					return
				}
			}
		}
	}
}

// partProgress is how far the records of a part are.
type partProgress struct {
	part *Part
	// left counts the calls of records that were seen, kept holds those of which more follow.
	left  map[string]int
	kept  map[string]*Written
	place int
}

// take takes in a record of a call, and tells whether it is the last call with it.
func (k *partProgress) take(one sighting) (w *Written, last bool, err error) {
	if k.part.left[one.id] == 1 {
		w = &Written{Entity: k.part.Entity}
		return w, true, w.absorb(one)
	}
	k.left[one.id]++
	if w = k.kept[one.id]; w == nil {
		w = &Written{Entity: k.part.Entity}
		k.kept[one.id] = w
	}
	last = k.left[one.id] == k.part.left[one.id]
	if last {
		delete(k.kept, one.id)
	}
	return w, last, w.absorb(one)
}
