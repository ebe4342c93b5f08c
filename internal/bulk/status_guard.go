package bulk

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// StatusGuard lets only those records change that have some status now.
type StatusGuard struct {
	// asked is the status, or several, as --from gives them.
	asked  string
	filter output.Filter
}

// NewStatusGuard reads --from, which is written and compared like the value of a filter, with a reader of filters on the
// entity. The doubt is what the user should hear of it, "" for nothing.
func NewStatusGuard(entity *api.Entity, from string, reader output.FilterReader) (guard *StatusGuard, doubt string, err error) {
	if _, has := entity.Operation(api.Get); !has {
		return nil, "", fail.Usagef("--from: %s cannot be read, so their status is not known", entity.Name)
	}
	filter, err := reader.Read(entity.Status + "=" + from)
	if err == nil {
		err = filter.CheckChoices()
	}
	if err != nil {
		return nil, "", fail.Usagef("--from %q: %w", from, err)
	}
	return &StatusGuard{asked: strings.TrimSpace(from), filter: filter}, filter.Doubt(), nil
}
