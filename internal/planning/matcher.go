package planning

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// matcher chooses how the records of a source are found: in the mirror where it knows all of them, else in a
// copy that is made for it.
func (p *Planner) matcher(ctx context.Context) (matcher, error) {
	store, err := p.Setup.Mirror(ctx)
	if err != nil {
		return nil, err
	}
	if whole, err := p.whole(ctx, store); err != nil || whole {
		if err != nil {
			return nil, err
		}
		return p.refreshed(ctx, store)
	}
	if store, err = p.Copy(ctx); err != nil {
		return nil, err
	}
	return p.refreshed(ctx, store)
}

// whole tells whether a mirror has read all records of the entity.
func (p *Planner) whole(ctx context.Context, store *mirror.Store) (bool, error) {
	if store == nil {
		return false, nil
	}
	whole, err := store.Whole(ctx, p.Setup.Entity)
	return whole, p.Setup.MirrorError(err)
}
