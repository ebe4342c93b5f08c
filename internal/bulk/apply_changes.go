package bulk

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// passes are the walks over the plan: what creates comes first where another call changes, and what is not sent comes
// last, so that what is sent fills its calls however far apart it stands.
func (a *applyRun) passes() []pass {
	one := func(o *api.Operation, belongs func(plan.Action) bool) pass {
		return pass{o, func(ctx context.Context, kept *keptItems) changeSeq { return a.changes(ctx, o, belongs, kept) }}
	}
	creating, changing := a.run.operationFor(true), a.run.operation
	others := one(changing, func(action plan.Action) bool { return !action.Changes() })
	if creating == changing {
		return []pass{one(changing, plan.Action.Changes), others}
	}
	return []pass{
		one(creating, func(action plan.Action) bool { return action == plan.Create }),
		one(changing, func(action plan.Action) bool { return action == plan.Update }),
		others,
	}
}

// changes walks what an operation sends of the plan, and what is told of the other records.
func (a *applyRun) changes(ctx context.Context, o *api.Operation, belongs func(plan.Action) bool, kept *keptItems) changeSeq {
	return func(yield func(service.Change, error) bool) {
		items, stop := a.items(kept)
		defer stop()
		for one, err := range a.entries() {
			if err == nil && !belongs(one.Action) {
				continue
			}
			if err == nil && ctx.Err() != nil {
				err = context.Cause(ctx)
			}
			var change service.Change
			done := false
			if err == nil {
				done, err = a.run.resume.Has(one.Line, one.Name(), a.run.shared)
			}
			if done {
				continue
			}
			if err == nil {
				err = items(one)
			}
			if err == nil {
				change, err = a.change(o, one)
			}
			if !yield(change, err) || err != nil {
				return
			}
		}
	}
}

// change is what is sent of an entry, or what is told of it.
func (a *applyRun) change(o *api.Operation, one placed) (service.Change, error) {
	w := a.run
	change := service.Change{Line: one.Line, Key: one.Key, ID: one.GUID, Action: one.verb()}
	settle := func(outcome, message string) (service.Change, error) {
		change.Settled = &service.Outcome{
			Line: one.Line, Key: one.Name(), GUID: one.GUID, Action: change.Action, Outcome: outcome, Message: message,
		}
		return change, nil
	}
	reason, held := a.held[one.place]
	switch {
	case one.Action == plan.Unchanged:
		return settle(service.Unchanged, "")
	case one.Action == plan.Conflict:
		return settle(service.Conflict, one.Reason)
	case held:
		return settle(service.Conflict, reason)
	case a.done[one.place]:
		return settle(service.Unchanged, "it is as it shall be already")
	case a.refused:
		return settle(service.Skipped, "not sent: others are in conflict")
	}
	send, err := one.SendRecord()
	if err != nil {
		return change, err
	}
	if change.Before, err = one.BeforeRecord(); err != nil {
		return change, err
	}
	change.Absent = one.Action == plan.Create
	change.HasKey = one.Name() != "" && (!change.Absent || w.entity.Remade())
	if change.Absent && w.resume.Doubts(one.Line, change.HasKey, w.shared) {
		change.Settled = w.notSentAgain(change)
		return change, nil
	}
	if change.Before != nil && o.Partial() {
		send = differing(o, send, *change.Before)
	}
	change.Body = w.sendableBy(o, send)
	return change, nil
}

// items gives a function that holds the item of each entry it is told of, so that one which fails can be
// given back as it came, or as it was to be sent where the source is not at hand.
func (a *applyRun) items(kept *keptItems) (hold func(placed) error, stop func()) {
	if kept == nil {
		return func(placed) error { return nil }, func() {}
	}
	if a.Source == nil {
		return func(one placed) error {
			kept.add(input.Item{Line: one.Line, Raw: one.Send})
			return nil
		}, func() {}
	}
	next, stop := iter.Pull2(a.Source.Items())
	return func(one placed) error {
		for {
			item, err, more := next()
			switch {
			case err != nil:
				return fail.New(fail.Invalid, "", "%w", err)
			case !more:
				return nil
			case item.Line == one.Line && a.means(item, one):
				kept.add(item)
				return nil
			}
		}
	}, stop
}

// means tells whether an entry is that of an item in its line.
func (a *applyRun) means(item input.Item, one placed) bool {
	guid, _ := item.Record.Get(record.Path{a.run.entity.GUID})
	key := a.run.keyOf(item.Record)
	return key == one.Key || one.GUID != "" && (api.SameID(key, one.GUID) || api.SameID(record.Text(guid), one.GUID))
}
