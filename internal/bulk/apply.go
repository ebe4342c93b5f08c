package bulk

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/text"
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

// Apply carries out a plan: exactly what it says, or nothing of a record that is not what it was when the plan
// was made.
func (w *Run) Apply(ctx context.Context, a Applying) error {
	run := &applyRun{Applying: a, run: w, held: map[int]string{}, done: map[int]bool{}}
	counts := a.Plan.Counts
	if err := run.lookOver(); err != nil {
		return err
	}
	if err := w.checkLimitOf(ctx, counts.Changes(), counts.Listed); err != nil {
		return err
	}
	switch {
	case w.flags.DryRun:
		return run.dryRun(counts)
	case counts.Conflict > 0 && !a.SkipConflicts:
		return run.tellConflicts(counts.Conflict)
	case counts.Changes()+counts.Conflict == 0:
		w.setup.Notef("there is nothing to change")
		return nil
	}
	source := a.Source
	if source == nil {
		source = &Source{Name: a.Plan.Header.From}
	}
	return w.sendPasses(ctx, source, sending{passes: run.passes(), prepare: run.recheck})
}

// tellConflicts says which records nobody can say of what they should be.
func (a *applyRun) tellConflicts(count int) error {
	told := 0
	for one, err := range a.entries() {
		if err != nil {
			return err
		}
		if one.Action != plan.Conflict {
			continue
		}
		if told++; told > a.run.flags.MaxErrors {
			a.run.setup.Problemf("and %s more", text.Count(count-a.run.flags.MaxErrors))
			break
		}
		a.run.setup.Problemf("line %d (%s): %s", one.Line, one.Name(), one.Reason)
	}
	return conflictError(count)
}

// lookOver counts the records, and sees whether several of them stand in one line.
func (a *applyRun) lookOver() error {
	last := 0
	for one, err := range a.entries() {
		if err != nil {
			return err
		}
		a.run.count++
		a.run.shared = a.run.shared || one.Line == last
		last = one.Line
	}
	return nil
}

// dryRun ends as the run would end.
func (a *applyRun) dryRun(counts plan.Counts) error {
	switch {
	case a.run.refused != nil:
		return a.run.refused
	case counts.Conflict > 0 && !a.SkipConflicts:
		return conflictError(counts.Conflict)
	case counts.Changes() > 0:
		return fail.New(fail.Different, "", "%s would be changed; nothing was sent", text.Counted(counts.Changes(), "record"))
	default:
		return nil
	}
}

func conflictError(count int) error {
	return fail.New(fail.Guarded, "make the plan anew, or send the others with --skip-conflicts",
		"%s in conflict: nothing was sent", text.Counted(count, "record"))
}
