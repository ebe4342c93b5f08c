package bulk

import (
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// StatusGuard lets only those records change that have some status now.
type StatusGuard struct {
	// asked is the status, or several, as --from gives them.
	asked  string
	filter output.Filter
}

// NewStatusGuard reads --from, which is written and compared like the value of a filter; zones and now are for
// times in it. The doubt is what the user should hear of it, "" for nothing.
func NewStatusGuard(entity *api.Entity, from string, ignoreCase bool, zones timetext.Zones, now time.Time) (guard *StatusGuard, doubt string, err error) {
	if _, has := entity.Operation(api.Get); !has {
		return nil, "", fail.Usagef("--from: %s cannot be read, so their status is not known", entity.Name)
	}
	filter, err := output.ParseFilter(entity.Status+"="+from, entity.Fields, now, zones)
	if ignoreCase {
		filter = filter.IgnoringCase()
	}
	if err == nil {
		err = filter.CheckChoices()
	}
	if err != nil {
		return nil, "", fail.Usagef("--from %q: %w", from, err)
	}
	return &StatusGuard{asked: from, filter: filter}, filter.Doubt(), nil
}
