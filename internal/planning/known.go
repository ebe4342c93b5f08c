package planning

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Known gives a local copy of all records of the entity as the server has them now: the mirror where it knows all of
// them, else one that is made for it. A record that cannot be read is an error, since what it holds is not known.
func (p *Planner) Known(ctx context.Context) (*mirror.Store, error) {
	store, err := p.Setup.Mirror(ctx)
	if err != nil {
		return nil, err
	}
	whole, err := p.whole(ctx, store)
	if err != nil {
		return nil, err
	}
	told := func(int) {}
	if !whole {
		told = p.tellReading
		if store, err = p.Copy(ctx); err != nil {
			return nil, err
		}
	}
	m, err := p.refreshed(ctx, store, told)
	if err != nil {
		return nil, err
	}
	if len(m.unread) > 0 {
		return nil, fail.New(fail.Partial, "try again, or ask for the permission that is missing",
			"%s of %s could not be read: nothing was sent", text.Counted(len(m.unread), "record"), p.Setup.Environment.Name)
	}
	return store, nil
}

// tellReading says what it costs to read all records.
func (p *Planner) tellReading(records int) {
	r, err := p.Setup.Session()
	if err != nil || records == 0 {
		return
	}
	p.Setup.Notef("all %s of %s are read: %s, %s; with a local copy, which \"aimsio sync %s --env %s\" makes, only those that changed",
		p.Setup.Entity.Name, p.Setup.Environment.Name, text.Counted(records, "call"), r.Duration(records), p.Setup.Entity.Name, p.Setup.Environment.Name)
}
