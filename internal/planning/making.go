package planning

import (
	"context"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/plan"
)

// making is a plan in the making.
type making struct {
	planner *Planner
	writer  *plan.Writer
	late    *bulk.LateFaults
	// lines holds in which line of the source a record stands that is there, by its GUID.
	lines map[string]int
}

// add adds the entry of a record.
func (m *making) add(one match) error {
	if one.shared != "" {
		m.late.Fault(one.item.Line, check.Fault{
			Path: one.field, Value: one.shared, Expected: "the keys of one record; those given are of different ones that are there",
		})
		return nil
	}
	if earlier, again := m.lines[one.guid]; again && one.guid != "" {
		m.late.Fault(one.item.Line, check.Fault{
			Value: hydrate.KeyOf(m.planner.Setup.Entity, one.item.Record), Expected: fmt.Sprintf("another record than line %d, which means the same", earlier),
		})
		return nil
	}
	if one.guid != "" {
		m.lines[one.guid] = one.item.Line
	}
	entry, err := m.entry(one)
	if err != nil {
		return err
	}
	if entry, err = m.planner.Narrow.Apply(entry); err != nil || entry.Action == "" {
		return err
	}
	return m.writer.Add(entry)
}

// entry says what becomes of a record.
func (m *making) entry(one match) (plan.Entry, error) {
	entry := plan.Entry{Line: one.item.Line, Key: hydrate.KeyOf(m.planner.Setup.Entity, one.item.Record), GUID: one.guid}
	if one.own == nil {
		return m.created(entry, one)
	}
	if entry.Key = hydrate.KeyOf(m.planner.Setup.Entity, *one.own); entry.Key == entry.GUID {
		entry.Key = hydrate.KeyOf(m.planner.Setup.Entity, one.item.Record)
	}
	return m.changed(entry, one)
}

// created is the entry of a record that is not there.
func (m *making) created(entry plan.Entry, one match) (plan.Entry, error) {
	run := m.planner.Run
	whole, err := run.New(one.item)
	if err != nil {
		return entry, err
	}
	entry.Action, entry.Reason = plan.Create, one.conflict
	switch {
	case one.conflict != "":
		entry.Action = plan.Conflict
	case !run.Creates():
		entry.Action, entry.Reason = plan.Conflict, "it is not there, and the API has no call that makes one"
	default:
		m.late.Add(one.item.Line, whole)
	}
	entry.Send = run.Carried(whole, true).Raw()
	return entry, nil
}

// changed is the entry of a record that is there.
func (m *making) changed(entry plan.Entry, one match) (plan.Entry, error) {
	run, by := m.planner.Run, m.planner.Comparer
	whole, err := run.Changed(*one.own, one.item)
	if err != nil {
		return entry, err
	}
	send := run.Carried(whole, false)
	differs := len(plan.Changes(by, *one.own, send)) > 0
	entry.Action = plan.Update
	if kept := plan.Changes(by, *one.own, run.NotCarried(whole)); len(kept) > 0 {
		var names []string
		for _, d := range kept {
			names = append(names, d.Path)
		}
		entry.Reason = strings.Join(names, ", ") + " cannot be changed: the API has no call for it"
	}
	if one.conflict != "" {
		entry.Reason = one.conflict
	}
	switch {
	case entry.Reason != "":
		entry.Action = plan.Conflict
	case !differs:
		entry.Action = plan.Unchanged
		return entry, nil
	}
	entry.Send, entry.Before = send.Raw(), one.own.Raw()
	return entry, nil
}

// addMissing adds the records that are there and that the source does not name.
func (m *making) addMissing(ctx context.Context, found matcher) error {
	for other, err := range found.others(ctx) {
		if err != nil {
			return err
		}
		if _, named := m.lines[other.guid]; named {
			continue
		}
		entry, err := m.planner.Narrow.Apply(plan.Entry{Key: other.key, GUID: other.guid, Action: plan.Missing})
		if err == nil && entry.Action != "" {
			err = m.writer.Add(entry)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
