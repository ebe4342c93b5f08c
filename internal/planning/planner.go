// Package planning makes plans: it holds the records of a source against what the server has, through the
// local copy where there is one, and says of each what it would take to make them alike. Nothing is written
// for it, and no command line, no format of output and no entity by name comes in.
package planning

import (
	"context"
	"errors"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Planner makes plans for one environment and one kind of records.
type Planner struct {
	// Setup is what the run works with that checks and merges the records, which is Run.
	Setup bulk.Setup
	Run   *bulk.Run
	// Comparer tells how records of the entity differ.
	Comparer *change.Comparer
	// Copy makes a local copy of the environment that is gone when the program ends, to read all records of
	// an entity into.
	Copy func(context.Context) (*mirror.Store, error)
	// Changed, if set, gives a record that is there as an item of the source makes it, and why that must not be
	// done, empty where it may be. Else the item is merged into the record, as an update does it.
	Changed func(own record.Record, item input.Item) (whole record.Record, conflict string, err error)
	// Complete adds the records that the server has and the source does not name. Narrow leaves of the plan
	// what is wanted.
	Complete bool
	Narrow   *plan.Narrowing
}

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
	m := &making{planner: p, writer: writer, late: p.Run.LateFaults(source), lines: map[string]int{}, named: source.Named()}
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
		if err := m.add(one); err != nil {
			return fmt.Errorf("comparing line %d of %s: %w", one.item.Line, source.Name, err)
		}
	}
	if err := m.late.Verdict(); err != nil {
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
