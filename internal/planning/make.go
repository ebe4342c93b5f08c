package planning

import (
	"context"
	"errors"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Make makes the plan of a source, which has to be closed. A source that is wrong in any record, or whose
// records cannot be told from one another, gives an error and no plan.
func (p *Planner) Make(ctx context.Context, header plan.Header, source *bulk.Source) (*plan.Plan, error) {
	if err := p.Run.Check(ctx, source); err != nil {
		return nil, err
	}
	found, err := p.matcher(ctx, source)
	if err != nil {
		return nil, err
	}
	writer, err := plan.NewWriter(header)
	if err != nil {
		return nil, err
	}
	zones, err := p.Setup.Zones()
	if err != nil {
		writer.Discard()
		return nil, err
	}
	m := &making{
		planner: p, writer: writer, late: p.Run.LateFaults(source), lines: map[string]int{}, named: source.Named(),
		times: outdatedBy{entity: p.Setup.Entity, zones: zones, minute: p.Setup.Minute},
	}
	if err := m.all(ctx, found, source); err != nil {
		writer.Discard()
		return nil, err
	}
	return writer.Finish()
}

// all adds the entries of all records.
func (m *making) all(ctx context.Context, found matcher, source *bulk.Source) error {
	for one, err := range found.matches(ctx, source) {
		if unreadable, broken := errors.AsType[*input.Error](err); broken {
			return fail.New(fail.Invalid, "", "%w: nothing was sent", unreadable)
		}
		if err != nil {
			return err
		}
		if err := m.add(ctx, one); err != nil {
			return fmt.Errorf("comparing line %d of %s: %w", one.item.Line, source.Name, err)
		}
	}
	if err := m.late.Verdict(); err != nil {
		return err
	}
	if err := m.addBeside(); err != nil {
		return err
	}
	if m.planner.Complete {
		if err := m.addMissing(ctx, found); err != nil {
			return err
		}
	}
	m.writer.Listed(found.listed())
	if m.creates {
		latest, err := found.latest(ctx)
		if err != nil {
			return err
		}
		m.writer.Latest(latest)
	}
	return m.narrowed()
}

// narrowed tells what was left out of the plan.
func (m *making) narrowed() error {
	narrow := m.planner.Narrow
	if narrow != nil && narrow.Left > 0 {
		m.planner.Setup.Notef("--only leaves out %s that would be created", text.Counted(narrow.Left, "record"))
	}
	return narrow.Check()
}
