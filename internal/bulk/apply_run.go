package bulk

import (
	"iter"

	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// Applying is a plan that is to be carried out, and how.
type Applying struct {
	Plan *plan.Plan
	// Source is that of which the plan was made, so that what fails can be given back as it came; nil for a
	// plan that was kept.
	Source *Source
	// Store is a local copy of all records of the entity, by which the plan is checked once more; nil for none.
	Store *mirror.Store
	// SkipConflicts sends what has no conflict, although others have.
	SkipConflicts bool
}

// applyRun is the carrying out of a plan.
type applyRun struct {
	Applying

	run *Run
	// held tells of entries, by their place from 1 on, why they are not sent; done of those that are as they
	// shall be already.
	held  map[int]string
	done  map[int]bool
	words *change.Words
	// refused says that nothing is sent since there are conflicts.
	refused bool
}

// placed is an entry with its place in the plan, from 1 on.
type placed struct {
	plan.Entry

	place int
}

// entries walks the entries of the plan, but those that are only listed.
func (a *applyRun) entries() iter.Seq2[placed, error] {
	return func(yield func(placed, error) bool) {
		place := 0
		for entry, err := range a.Plan.Entries() {
			place++
			if err == nil && entry.Action.Listed() {
				continue
			}
			if !yield(placed{entry, place}, err) || err != nil {
				return
			}
		}
	}
}

// verb is what is done to the record, or would be.
func (p *placed) verb() string {
	if p.Action == plan.Create || p.Action == plan.Conflict && len(p.Before) == 0 {
		return service.ActionCreate
	}
	return service.ActionUpdate
}
