package planning

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/plan"
)

// fit has a match made into what it comes to. Of a record that is kept, it gives the entry.
func fit(ctx context.Context, by Fit, entity *api.Entity, one *match) (note string, kept *plan.Entry, err error) {
	if by == nil {
		return "", nil, nil
	}
	fitted, err := by(ctx, one.item, one.own)
	if err != nil {
		return "", nil, err
	}
	if fitted.Kept != "" {
		entry := plan.Entry{Line: one.item.Line, GUID: one.guid, Action: plan.Kept, Reason: fitted.Kept, Key: hydrate.KeyOf(entity, one.item.Record)}
		if one.own != nil {
			entry.Key = hydrate.KeyOf(entity, *one.own)
		}
		return "", &entry, nil
	}
	if one.item = fitted.Item; one.conflict == "" {
		one.conflict = fitted.Conflict
	}
	return fitted.Note, nil, nil
}
