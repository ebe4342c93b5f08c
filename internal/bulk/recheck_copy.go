package bulk

import (
	"context"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// copy gives a local copy of all records of the entity, nil where there is none.
func (a *applyRun) copy(ctx context.Context) (*mirror.Store, error) {
	if a.Store != nil {
		return a.Store, nil
	}
	store, err := a.run.setup.Mirror(ctx)
	if store == nil || err != nil {
		return nil, err
	}
	whole, err := store.Whole(ctx, a.run.entity)
	if !whole || err != nil {
		return nil, a.run.setup.MirrorError(err)
	}
	return store, nil
}

// recheckByCopy brings the copy up to date, with one call and one for each record that changed, and holds the plan
// against it.
func (a *applyRun) recheckByCopy(ctx context.Context, r *session.Session, store *mirror.Store) error {
	w := a.run
	unread := unreadRecords{}
	bar := w.setup.Progress(0)
	defer func() { bar.End() }()
	refresh := hydrate.Refresh{
		Session: r, Entity: w.entity, Store: store, Reporter: w.setup, MirrorError: w.setup.MirrorError, Failing: unread.add,
		Begin: func(total int) hydrate.Progress {
			bar = w.setup.Progress(total)
			return bar
		},
	}
	result, err := refresh.Run(ctx)
	if err != nil {
		return fmt.Errorf("%w: nothing was sent", err)
	}
	for one, err := range a.entries() {
		if err == nil && a.due(one) {
			err = a.heldAgainst(ctx, store, one, unread, result.Held.Gone > 0)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// heldAgainst holds an entry against what the copy has. doubted says that the list lost so many records that those
// which it does not name may be there or not.
func (a *applyRun) heldAgainst(ctx context.Context, store *mirror.Store, one placed, unread unreadRecords, doubted bool) error {
	object, err := a.present(ctx, store, one)
	if err != nil {
		return a.run.setup.MirrorError(err)
	}
	if object == nil {
		if one.GUID == "" && len(unread) > 0 {
			a.held[one.place] = "records of the list cannot be read, and it may be one of them"
			return nil
		}
		return a.judge(one, nil)
	}
	if why := unread[object.ID]; why != nil {
		a.held[one.place] = "it changed since the plan was made, and cannot be read: " + fail.OneLine(why)
		return nil
	}
	if doubted {
		if named, err := store.Staged(ctx, object.ID); err != nil || !named {
			a.held[one.place] = "the list does not name it any more"
			return a.run.setup.MirrorError(err)
		}
	}
	return a.judge(one, &object.Record)
}

// present gives the record of an entry that is there now, nil where none is.
func (a *applyRun) present(ctx context.Context, store *mirror.Store, one placed) (*mirror.Object, error) {
	id := one.GUID
	if id == "" {
		send, err := one.SendRecord()
		if err != nil {
			return nil, err
		}
		ids, err := store.Existing(ctx, a.run.entity, send)
		if err != nil || len(ids) == 0 {
			return nil, err
		}
		id = ids[0]
	}
	object, found, err := store.Find(ctx, a.run.entity, id)
	if err != nil || !found || object.Gone != nil {
		return nil, err
	}
	return &object, nil
}
