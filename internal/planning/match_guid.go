package planning

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// guidMatcher reads each record by the GUID that the source gives it, where there is no copy of all. Records that
// have no key of any kind are new.
type guidMatcher struct {
	setup   bulk.Setup
	session *session.Session
	// entries are those of the list, by their ids as api.PlainID has them; order has the ids as the list does, and
	// last is the latest of the times.
	entries map[string]guidEntry
	order   []string
	last    time.Time
}

// guidEntry is what the list says of a record: its id, and when it was last changed, zero where it does not.
type guidEntry struct {
	id      string
	changed time.Time
}

// entry gives the entry of an id, in whatever letter case a GUID is.
func (m *guidMatcher) entry(id string) (entry guidEntry, listed bool) {
	entry, listed = m.entries[api.PlainID(id)]
	return entry, listed
}

// byGUID gives what finds the records of a source by their GUIDs with a call each, nil where they are to be found
// by keys, which takes all records that are there.
func (p *Planner) byGUID(ctx context.Context, source *bulk.Source) (*guidMatcher, error) {
	entity := p.Setup.Entity
	reads := 0
	for item, err := range source.Items() {
		if err != nil {
			return nil, err
		}
		id, keyed := identityOf(entity, item.Record)
		if id == "" && keyed {
			return nil, nil //nolint:nilnil // the key has to be found
		}
		if id != "" {
			reads++
		}
	}
	r, err := p.Setup.Session()
	if err != nil {
		return nil, err
	}
	m := &guidMatcher{setup: p.Setup, session: r, entries: map[string]guidEntry{}}
	if err := m.list(ctx); err != nil {
		return nil, err
	}
	for item, err := range source.Items() {
		if err != nil {
			return nil, err
		}
		id, keyed := identityOf(entity, item.Record)
		if _, listed := m.entry(id); !listed && keyed {
			return nil, nil //nolint:nilnil // it may be there under another GUID
		}
	}
	const worthTelling = 50
	if reads > worthTelling {
		p.Setup.Notef("reading %s by their GUIDs takes %s, %s; with a local copy, which \"aimsio sync %s\" makes, only those that changed are read",
			text.Counted(reads, "record"), text.Counted(reads, "call"), r.Duration(reads), entity.Name)
	}
	return m, nil
}

// identityOf gives the GUID of a record, empty where it has none, and tells whether it has a business key.
func identityOf(entity *api.Entity, r record.Record) (id string, keyed bool) {
	guid, _ := r.Get(record.Path{entity.GUID})
	return record.Text(guid), api.HasAny(entity.Key, r.Raw())
}

// list reads the list of the server, with one call.
func (m *guidMatcher) list(ctx context.Context) error {
	entity := m.setup.Entity
	index, err := m.session.Service.Index(ctx, entity)
	if err != nil {
		return m.session.CallError(err, entity)
	}
	defer func() { _ = index.Close() }() // which was only read
	for entry, err := range index.Entries() {
		if err != nil {
			return m.session.CallError(err, entity)
		}
		id, err := service.ID(entity, entry)
		if err != nil {
			continue // it names no record that could be meant
		}
		if _, again := m.entry(id); !again {
			m.order = append(m.order, id)
		}
		at, _ := service.ChangedAt(entity, entry)
		if m.entries[api.PlainID(id)] = (guidEntry{id, at}); at.After(m.last) {
			m.last = at
		}
	}
	return nil
}

func (m *guidMatcher) listed() int { return len(m.entries) }

func (m *guidMatcher) latest(context.Context) (time.Time, error) { return m.last, nil }

func (m *guidMatcher) matches(ctx context.Context, source *bulk.Source) iter.Seq2[match, error] {
	return func(yield func(match, error) bool) {
		var broken error
		loop := &hydrate.FetchLoop{Session: m.session, Entity: m.setup.Entity}
		for fetched := range loop.Fetch(ctx, m.wanted(source, &broken)) {
			found, err := m.found(ctx, loop, fetched)
			if !yield(found, err) || err != nil {
				return
			}
		}
		if broken != nil {
			yield(match{}, broken)
		}
	}
}

// errNew says of a record of the source that none like it can be there.
var errNew = errors.New("it is new")

// wanted walks what is to be read. An error of the source ends it and is kept.
func (m *guidMatcher) wanted(source *bulk.Source, broken *error) iter.Seq[service.Wanted] {
	return func(yield func(service.Wanted) bool) {
		for item, err := range source.Items() {
			if err != nil {
				*broken = err
				return
			}
			id, _ := identityOf(m.setup.Entity, item.Record)
			wanted := service.Wanted{ID: id, Listed: true, Line: item.Line, Change: item.Record, Cells: item.Cells}
			if entry, listed := m.entry(id); listed {
				wanted.ID = entry.id
			} else {
				wanted.Err = errNew
			}
			if !yield(wanted) {
				return
			}
		}
	}
}

// found makes a match of what was read. An error ends the run.
func (m *guidMatcher) found(ctx context.Context, loop *hydrate.FetchLoop, fetched service.Fetched) (match, error) {
	found := match{item: input.Item{Line: fetched.Line, Record: fetched.Change, Cells: fetched.Cells}}
	switch {
	case ctx.Err() != nil:
		return found, context.Cause(ctx)
	case errors.Is(fetched.Err, errNew) && fetched.ID != "":
		found.conflict = fmt.Sprintf("no %s has this GUID: it is gone, or hidden from this user", m.setup.Entity.Title)
		return found, nil
	case errors.Is(fetched.Err, errNew):
		return found, nil
	}
	if err := loop.Ends(fetched); err != nil {
		return found, err
	}
	if fetched.Err != nil {
		called, ok := errors.AsType[*client.Error](fetched.Err)
		if !ok {
			return found, m.session.CallError(fetched.Err, m.setup.Entity)
		}
		found.conflict = "it cannot be read: " + called.Error()
		return found, nil
	}
	entry, _ := m.entry(fetched.ID)
	found.guid, found.own, found.changed = fetched.ID, &fetched.Record, entry.changed
	return found, nil
}

func (m *guidMatcher) others(context.Context) iter.Seq2[listed, error] {
	return func(yield func(listed, error) bool) {
		for _, id := range m.order {
			if !yield(listed{guid: id}, nil) {
				return
			}
		}
	}
}
