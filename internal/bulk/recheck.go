package bulk

import (
	"context"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// recheck holds what the plan changes against what the server has now. What was changed by somebody else since
// is a conflict, and nothing at all is sent then, unless the others are to be.
func (a *applyRun) recheck(ctx context.Context, r *session.Session) error {
	if a.Store == nil {
		return nil
	}
	w := a.run
	refresh := hydrate.Refresh{
		Session: r, Entity: w.entity, Store: a.Store, Reporter: w.setup, MirrorError: w.setup.MirrorError,
		Begin: func(total int) hydrate.Progress { return w.setup.Progress(total) },
	}
	if _, err := refresh.Run(ctx); err != nil {
		return err
	}
	words := w.setup.Words(w.entity.Fields)
	for one, err := range a.entries() {
		if err != nil {
			return err
		}
		if !one.Action.Changes() {
			continue
		}
		send, err := one.SendRecord()
		if err != nil {
			return err
		}
		own, err := a.present(ctx, one, send)
		if err == nil {
			err = a.judge(words, one, send, own)
		}
		if err != nil {
			return err
		}
	}
	a.refused = len(a.held) > 0 && !a.SkipConflicts
	return nil
}

// present gives the record that is there now, nil where none is.
func (a *applyRun) present(ctx context.Context, one placed, send record.Record) (*record.Record, error) {
	id := one.GUID
	if id == "" {
		ids, err := a.Store.Existing(ctx, a.run.entity, send)
		if err != nil || len(ids) == 0 {
			return nil, a.run.setup.MirrorError(err)
		}
		id = ids[0]
	}
	object, found, err := a.Store.Find(ctx, a.run.entity, id)
	if err != nil || !found || object.Gone != nil {
		return nil, a.run.setup.MirrorError(err)
	}
	return &object.Record, nil
}

// judge tells whether a record is what the plan was made for.
func (a *applyRun) judge(words *change.Words, one placed, send record.Record, own *record.Record) error {
	before, err := one.BeforeRecord()
	switch {
	case err != nil:
		return err
	case own == nil && before != nil:
		a.held[one.place] = notThere
	case own == nil, before != nil && record.Equal(own.Raw(), before.Raw()):
	case len(plan.Changes(words.Comparer, *own, send)) == 0:
		a.done[one.place] = true
	case before == nil:
		a.held[one.place] = "it is there now"
	default:
		var parts []string
		for d := range words.Records(*before, *own) {
			parts = append(parts, words.Text(d))
		}
		a.held[one.place] = "it changed since the plan was made: " + strings.Join(parts, "; ")
	}
	return nil
}
