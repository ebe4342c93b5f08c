package planning

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// copyMatcher finds records in a local copy that was brought up to date: by key, else by GUID.
type copyMatcher struct {
	setup  bulk.Setup
	store  *mirror.Store
	result mirror.SyncResult
	// unread are the records that are new or changed and cannot be read, why, by id.
	unread map[string]error
}

// refreshed brings a copy up to date and gives what finds records in it. told says what it will cost before it
// begins, nil for nothing.
func (p *Planner) refreshed(ctx context.Context, store *mirror.Store, told func(calls int)) (*copyMatcher, error) {
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
			if told != nil {
				told(total)
			}
			bar = p.Setup.Progress(total)
			return bar
		},
	}
	if m.result, err = refresh.Run(ctx); err != nil {
		return nil, err
	}
	m.tell()
	return m, nil
}

// tell says what is not known of the records that are there.
func (m *copyMatcher) tell() {
	if m.result.Held.Gone > 0 {
		m.setup.Notef("warning: %s: that list is doubted; \"aimsio sync %s\" tells more",
			hydrate.Loss{Name: m.setup.Entity.Name, Loss: m.result.Held}, m.setup.Entity.Name)
	}
	if len(m.unread) > 0 {
		m.setup.Notef("warning: %s could not be read: %s", text.Counted(len(m.unread), "record"), fail.OneLine(m.anyUnread()))
	}
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
	objects, err := m.store.Matching(ctx, entity, item.Record)
	switch {
	case err != nil:
		return found, m.setup.MirrorError(err)
	case len(objects) > 1:
		for _, one := range objects {
			found.several = append(found.several, one.ID)
		}
		return found, nil
	case len(objects) == 0:
		if len(m.unread) > 0 {
			found.conflict = "records of the list cannot be read, and it may be one of them: " + fail.OneLine(m.anyUnread())
		}
		return found, nil
	}
	object := objects[0]
	found.guid, found.own = object.ID, &object.Record
	found.changed, _ = service.ChangedAt(entity, object.Entry)
	if why, failed := m.unread[object.ID]; failed {
		found.conflict = "it changed since the local copy has it, and cannot be read: " + fail.OneLine(why)
		return found, nil
	}
	return found, m.doubt(ctx, &found)
}

// doubt notes of a record which the copy has that the list does not name it, where that list is doubted.
func (m *copyMatcher) doubt(ctx context.Context, found *match) error {
	if m.result.Held.Gone == 0 {
		return nil
	}
	named, err := m.store.Staged(ctx, found.guid)
	if err == nil && !named {
		found.conflict = fmt.Sprintf("the list of %s does not name it any more, and is doubted since it lost so many", m.setup.Entity.Name)
	}
	return m.setup.MirrorError(err)
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

func (m *copyMatcher) latest(ctx context.Context) (latest time.Time, err error) {
	for object, err := range m.store.Objects(ctx, m.setup.Entity) {
		if err != nil {
			return latest, m.setup.MirrorError(err)
		}
		if at, dated := service.ChangedAt(m.setup.Entity, object.Entry); dated && at.After(latest) {
			latest = at
		}
	}
	return latest, nil
}
