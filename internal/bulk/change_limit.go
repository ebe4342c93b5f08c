package bulk

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// checkLimit refuses to write more records than --max-changes allows. A share is one of all
// records that the index of the entity has, which takes a call.
func (w *Run) checkLimit(ctx context.Context, count int) error { return w.checkLimitOf(ctx, count, 0) }

// checkLimitOf is checkLimit where it may be known how many records the index has; 0 is not known.
func (w *Run) checkLimitOf(ctx context.Context, count, all int) (err error) {
	if !w.limit.Set {
		return nil
	}
	most := w.limit.count
	if most < 0 {
		if all == 0 {
			all, err = w.countAll(ctx)
		}
		if err != nil {
			return err
		}
		most = w.limit.Of(all)
	}
	if count <= most {
		return nil
	}
	return fail.New(fail.Guarded, "raise --max-changes if this is meant",
		"%s would be written, and --max-changes %s allows %s: nothing was sent", text.Counted(count, "record"), w.limit.Text, text.Count(most))
}

// countAll counts the entries of the entity's index.
func (w *Run) countAll(ctx context.Context) (int, error) {
	r, err := w.setup.Session()
	if err != nil {
		return 0, err
	}
	index, err := r.Service.Index(ctx, w.entity)
	if err != nil {
		return 0, r.CallError(err, w.entity)
	}
	defer func() { _ = index.Close() }()
	all := 0
	for _, err := range index.Entries() {
		if err != nil {
			return 0, r.CallError(err, w.entity)
		}
		all++
	}
	return all, nil
}
