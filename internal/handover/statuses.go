package handover

import (
	"context"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/labels"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// doubtStatus warns of a status to be set that no record has: statuses are labels of the account, and it may be a slip.
func (r *Run) doubtStatus(ctx context.Context) error {
	if field, known := api.Find(r.Entity.Fields, r.Entity.Status); r.Status == "" || known && len(field.Enum) > 0 {
		return nil
	}
	seen, err := r.Mirror.Labels(ctx, r.Entity)
	if err != nil {
		return err
	}
	if doubt := mirror.DoubtLabel(seen, r.Status); doubt != "" {
		r.Notef("warning: --then-status: %s", doubt)
	}
	return nil
}

// tellStatuses warns of statuses in the filters that no record has and, where the filters name groups of statuses, counts
// the records whose status is in none: they may wait for a group.
func (r *Run) tellStatuses(ctx context.Context) error {
	var unmatched []string
	groups := false
	for _, filter := range r.Filters {
		unmatched = append(unmatched, filter.Unmatched()...)
		groups = groups || len(filter.Groups()) > 0
	}
	if len(unmatched) == 0 && !groups {
		return nil
	}
	seen, err := r.Mirror.Labels(ctx, r.Entity)
	if err != nil {
		return err
	}
	for _, status := range unmatched {
		if doubt := mirror.DoubtLabel(seen, status); doubt != "" {
			r.Notef("warning: %s", doubt)
		}
	}
	if groups {
		r.tellUngrouped(mirror.Ungrouped(seen, r.Groups))
	}
	return nil
}

// tellUngrouped counts records whose status is in no group, but for the one that the export sets.
func (r *Run) tellUngrouped(ungrouped []mirror.Label) {
	total := 0
	var words []string
	for _, label := range ungrouped {
		if labels.Same(label.Text, r.Status) && r.Status != "" {
			continue
		}
		total += label.Records
		words = append(words, fmt.Sprintf("%q (%s)", label.Text, text.Count(label.Records)))
	}
	if total > 0 {
		r.Notef("%s of %s with a status that is in no group: %s", text.Counted(total, "record"), r.Entity.Name, strings.Join(words, ", "))
	}
}
