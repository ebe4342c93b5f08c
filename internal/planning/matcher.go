package planning

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// matcher chooses how the records of a source are found: in the mirror where it knows all of them, by their GUIDs
// where they have them, else in a copy that is made for it.
func (p *Planner) matcher(ctx context.Context, source *bulk.Source) (matcher, error) {
	store, err := p.Setup.Mirror(ctx)
	if err != nil {
		return nil, err
	}
	whole, err := p.whole(ctx, store)
	if err != nil {
		return nil, err
	}
	if whole {
		return p.refreshed(ctx, store, nil)
	}
	if m, err := p.byGUID(ctx, source); m != nil || err != nil {
		return m, err
	}
	if store, err = p.Copy(ctx); err != nil {
		return nil, err
	}
	return p.refreshed(ctx, store, p.tellPrice)
}

// whole tells whether a mirror has read all records of the entity.
func (p *Planner) whole(ctx context.Context, store *mirror.Store) (bool, error) {
	if store == nil {
		return false, nil
	}
	whole, err := store.Whole(ctx, p.Setup.Entity)
	return whole, p.Setup.MirrorError(err)
}

// tellPrice says what it costs to read all records.
func (p *Planner) tellPrice(records int) {
	r, err := p.Setup.Session()
	if err != nil || records == 0 {
		return
	}
	entity := p.Setup.Entity
	p.Setup.Notef("to find records by their keys, all %s of the environment are read: %s, %s; with a local copy, which \"aimsio sync %s\" makes, "+
		"only those that changed", text.Counted(records, entity.Title), text.Counted(records, "call"), r.Duration(records), entity.Name)
}
