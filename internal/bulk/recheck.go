package bulk

import (
	"context"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// recheck holds what the plan changes against what the server has now. What was changed by somebody else since
// is a conflict, and nothing at all is sent then, unless the others are to be.
func (a *applyRun) recheck(ctx context.Context, r *session.Session) error {
	a.words = a.run.setup.Words(a.run.entity.Fields)
	store, err := a.copy(ctx)
	if err == nil && store != nil {
		err = a.recheckByCopy(ctx, r, store)
	} else if err == nil {
		err = a.recheckByList(ctx, r)
	}
	a.refused = len(a.held) > 0 && !a.SkipConflicts
	return err
}

// due tells whether an entry is still to be carried out.
func (a *applyRun) due(one placed) bool {
	return one.Action.Changes() && !a.run.resume.Knows(one.Line, one.Name())
}

// judge tells whether a record is what the plan was made for; own is nil where none is there.
func (a *applyRun) judge(one placed, own *record.Record) error {
	send, err := one.SendRecord()
	if err != nil {
		return err
	}
	before, err := one.BeforeRecord()
	switch {
	case err != nil:
		return err
	case own == nil && before != nil:
		a.held[one.place] = notThere
	case own == nil, before != nil && len(a.moved(*before, *own)) == 0:
	case len(plan.Changes(a.words.Comparer, *own, send)) == 0:
		a.done[one.place] = true
	case before == nil:
		a.held[one.place] = "it is there by now"
	default:
		a.held[one.place] = "it changed since the plan was made: " + changedSince(a.words, a.moved(*before, *own))
	}
	return nil
}

// moved gives what is another in a record than it was, but for what only the server sets, such as when it was last
// changed.
func (a *applyRun) moved(before, own record.Record) []change.Difference {
	if record.Equal(own.Raw(), before.Raw()) {
		return nil
	}
	var found []change.Difference
	for d := range a.words.Records(before, own) {
		if !a.words.ReadOnly(d.Field) {
			found = append(found, d)
		}
	}
	return found
}

// changedSince tells differences in a line.
func changedSince(words *change.Words, found []change.Difference) string {
	const most = 3
	var parts []string
	for _, d := range found[:min(len(found), most)] {
		parts = append(parts, words.Text(d))
	}
	if more := len(found) - len(parts); more > 0 {
		parts = append(parts, text.Count(more)+" more")
	}
	return strings.Join(parts, "; ")
}
