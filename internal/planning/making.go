package planning

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// making is a plan in the making.
type making struct {
	planner *Planner
	writer  *plan.Writer
	late    *bulk.LateFaults
	// lines holds in which line of the source a record stands that is there, by its GUID.
	lines map[string]int
	// named tells that none of the records is one to create.
	named bool
	// times is what the time of a record is read and told by.
	times outdatedBy
	// creates tells that a record is to be created.
	creates bool
}

// add adds the entry of a record.
func (m *making) add(ctx context.Context, one match) error {
	if fault := m.ambiguous(one); fault != nil {
		m.late.Fault(one.item.Line, *fault)
		return nil
	}
	if fault := unreadableTime(m.times, one.item.Record); fault != nil {
		m.late.Fault(one.item.Line, *fault)
		return nil
	}
	if one.guid != "" {
		m.lines[one.guid] = one.item.Line
	}
	note, kept, err := fit(ctx, m.planner.Fit, m.planner.Setup.Entity, &one)
	if err != nil {
		return err
	}
	var entry plan.Entry
	if kept != nil {
		entry = *kept
	} else {
		entry, err = m.entry(one)
	}
	if line, why, mismatch := m.planner.Run.Mismatch(one.item, err); mismatch {
		m.late.Refuse(line, why)
		return nil
	}
	if entry.Reason == "" && entry.Action.Changes() {
		entry.Reason = note
	}
	if err == nil {
		entry, err = m.planner.Narrow.Apply(entry)
	}
	if err != nil || entry.Action == "" {
		return err
	}
	m.creates = m.creates || entry.Action == plan.Create
	return m.writer.Add(entry)
}

// ambiguous says of a record that nobody can tell which one is meant, or that a record before it is the same.
func (m *making) ambiguous(one match) *check.Fault {
	key := hydrate.KeyOf(m.planner.Setup.Entity, one.item.Record)
	if len(one.several) > 0 {
		return &check.Fault{
			Path: "key", Value: key, Expected: "the keys of one record; those given are of several that are there: " + strings.Join(one.several, ", "),
		}
	}
	if earlier, again := m.lines[one.guid]; again && one.guid != "" {
		return &check.Fault{Path: "key", Value: key, Expected: fmt.Sprintf("another record than that of line %d, which is %s too", earlier, one.guid)}
	}
	return nil
}

// entry says what becomes of a record.
func (m *making) entry(one match) (plan.Entry, error) {
	entity := m.planner.Setup.Entity
	entry := plan.Entry{Line: one.item.Line, Key: hydrate.KeyOf(entity, one.item.Record), GUID: one.guid}
	if one.own == nil {
		return m.created(entry, one)
	}
	if own := hydrate.KeyOf(entity, *one.own); own != "" {
		entry.Key = own
	}
	return m.changed(entry, one)
}

// created is the entry of a record that is not there.
func (m *making) created(entry plan.Entry, one match) (plan.Entry, error) {
	run := m.planner.Run
	if m.named {
		entry.Action, entry.Reason = plan.Conflict, "it is not there"
		if one.conflict != "" {
			entry.Reason = one.conflict
		}
		return entry, nil
	}
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
	whole, err := m.whole(&one)
	if why, impossible := bulk.Impossible(err); impossible {
		entry.Action, entry.Reason = plan.Conflict, why
		return entry, nil
	}
	if err != nil {
		return entry, err
	}
	if one.conflict == "" && bytes.Equal(whole.Raw(), one.own.Raw()) { // as most records of a whole export are
		entry.Action = plan.Unchanged
		return entry, nil
	}
	send := run.Carried(whole, false)
	differs := len(plan.Changes(by, *one.own, send)) > 0
	switch kept := plan.Changes(by, *one.own, run.NotCarried(whole)); {
	case one.conflict != "":
		entry.Reason = one.conflict
	case m.planner.otherKey(one, send) != "":
		entry.Reason = m.planner.otherKey(one, send)
	case len(kept) > 0:
		entry.Reason = kept[0].Path + " cannot be changed: the API has no call that takes it"
	case !differs:
		entry.Action = plan.Unchanged
		return entry, nil
	default:
		entry.Reason = outdated(m.times, one)
	}
	entry.Action = plan.Update
	if entry.Reason != "" {
		entry.Action = plan.Conflict
	}
	entry.Send, entry.Before = send.Raw(), one.own.Raw()
	return entry, nil
}

// whole gives a record that is there as the source makes it.
func (m *making) whole(one *match) (record.Record, error) {
	if m.planner.Changed == nil {
		return m.planner.Run.Changed(*one.own, one.item)
	}
	whole, conflict, err := m.planner.Changed(*one.own, one.item)
	if one.conflict == "" {
		one.conflict = conflict
	}
	return whole, err
}

// addBeside adds the records that the plan only names.
func (m *making) addBeside() error {
	if m.planner.Beside == nil {
		return nil
	}
	for entry, err := range m.planner.Beside {
		if err == nil {
			entry, err = m.planner.Narrow.Apply(entry)
		}
		if err == nil && entry.Action != "" {
			err = m.writer.Add(entry)
		}
		if err != nil {
			return err
		}
	}
	return nil
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
