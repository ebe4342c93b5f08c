package planning

import (
	"context"
	"fmt"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// copyMatcher finds records in a local copy that was brought up to date: by key, else by GUID.
type copyMatcher struct {
	setup  bulk.Setup
	store  *mirror.Store
	result mirror.SyncResult
	// unread are the records that changed since the copy has them and cannot be read, why, by id.
	unread map[string]error
}

// refreshed brings a copy up to date and gives what finds records in it.
func (p *Planner) refreshed(ctx context.Context, store *mirror.Store) (*copyMatcher, error) {
	session, err := p.Setup.Session()
	if err != nil {
		return nil, err
	}
	m := &copyMatcher{setup: p.Setup, store: store, unread: map[string]error{}}
	bar := p.Setup.Progress(0)
	defer func() { bar.End() }()
	refresh := hydrate.Refresh{
		Session: session, Entity: p.Setup.Entity, Store: store, Reporter: p.Setup, MirrorError: p.Setup.MirrorError,
		Failing: func(f service.Fetched) { m.unread[f.ID] = f.Err },
		Begin: func(total int) hydrate.Progress {
			bar = p.Setup.Progress(total)
			return bar
		},
	}
	if m.result, err = refresh.Run(ctx); err != nil {
		return nil, err
	}
	return m, nil
}

func (m *copyMatcher) listed() int { return m.result.Indexed - m.result.Duplicates }

func (m *copyMatcher) matches(ctx context.Context, source *bulk.Source) iter.Seq2[match, error] {
	return func(yield func(match, error) bool) {
		for item, err := range source.Items() {
			if err == nil && ctx.Err() != nil {
				err = context.Cause(ctx)
			}
			found := match{item: item}
			if err == nil {
				found, err = m.find(ctx, item)
			}
			if !yield(found, err) || err != nil {
				return
			}
		}
	}
}

// find finds the record that an item means.
func (m *copyMatcher) find(ctx context.Context, item input.Item) (match, error) {
	found := match{item: item}
	entity := m.setup.Entity
	ids, err := m.store.Existing(ctx, entity, item.Record)
	switch {
	case err != nil:
		return found, m.setup.MirrorError(err)
	case len(ids) > 1:
		found.field, found.shared, _ = api.KeyOf(entity, item.Record.Raw())
		return found, nil
	case len(ids) == 0:
		if len(m.unread) > 0 {
			found.conflict = fmt.Sprintf("records of the list could not be read, and it may be one of them (%s)", fail.OneLine(m.anyUnread()))
		}
		return found, nil
	}
	object, _, err := m.store.Find(ctx, entity, ids[0])
	if err != nil {
		return found, m.setup.MirrorError(err)
	}
	found.guid, found.own = object.ID, &object.Record
	if why, failed := m.unread[object.ID]; failed {
		found.conflict = "it changed since the local copy has it, and cannot be read: " + fail.OneLine(why)
	}
	return found, nil
}

func (m *copyMatcher) anyUnread() error {
	for _, err := range m.unread {
		return err
	}
	return nil
}

func (m *copyMatcher) others(ctx context.Context) iter.Seq2[listed, error] {
	return func(yield func(listed, error) bool) {
		for object, err := range m.store.Objects(ctx, m.setup.Entity) {
			one := listed{guid: object.ID}
			if err == nil {
				one.key = hydrate.KeyOf(m.setup.Entity, object.Record)
			}
			if !yield(one, m.setup.MirrorError(err)) || err != nil {
				return
			}
		}
	}
}
