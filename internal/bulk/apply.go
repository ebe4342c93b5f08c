package bulk

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/text"
)

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
