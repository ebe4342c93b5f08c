package bulk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// labelCheck doubts a status that no record has, by what the mirror has seen: statuses are labels of the account, and
// the description does not list them.
type labelCheck struct {
	entity *api.Entity
	// seen are the statuses that records have, nil where nothing is known of them.
	seen []string
}

// newLabelCheck asks the mirror. Where there is none, where it has seen no status, and where the description says what
// there are, nothing is doubted.
func (w *Run) newLabelCheck(ctx context.Context) (*labelCheck, error) {
	c := &labelCheck{entity: w.entity}
	if field, known := api.Find(w.entity.Fields, w.entity.Status); w.store == nil || !known || len(field.Enum) > 0 {
		return c, nil
	}
	labels, err := w.store.Labels(ctx, w.entity)
	if err != nil {
		return nil, w.setup.MirrorError(err)
	}
	c.seen = mirror.LabelTexts(labels)
	return c, nil
}

// faults warns of a record's status. What is written has to be the very text, also in its letter case.
func (c *labelCheck) faults(r record.Record) []check.Fault {
	const nearMost = 3
	value, _ := r.Get(record.ParsePath(c.entity.Status))
	status := record.Text(value)
	if len(c.seen) == 0 || status == "" || slices.Contains(c.seen, strings.TrimSpace(status)) {
		return nil
	}
	return []check.Fault{{
		Path: c.entity.Status, Value: status, Near: api.Nearest(status, c.seen, nearMost), Warning: true,
		Expected: fmt.Sprintf("a status that some record has; in the local copy none has %q", status),
	}}
}
