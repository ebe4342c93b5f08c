package entity

import (
	"context"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// whole gives the plan of the same command line with --full.
func (l *listRun) whole() *listPlan {
	whole := *l.plan
	whole.full = true
	whole.before, whole.after = nil, nil
	for _, filter := range l.plan.before {
		if api.Indexed(l.entity, filter.Field()) {
			whole.before = append(whole.before, filter)
		} else {
			whole.after = append(whole.after, filter)
		}
	}
	whole.sortsIndex = whole.sort != "" && api.Indexed(l.entity, sortedBy(whole.sort))
	return &whole
}

// sortedBy gives the field of a key to sort by.
func sortedBy(key string) string {
	path, _, _ := output.Sortable(key, nil)
	return path.String()
}

// price says what the same command line would take with --full: the calls for the index, and one for each
// record that it selects and that the mirror does not have as it is.
func (l *listRun) price(ctx context.Context) (string, error) {
	whole := &fullList{listRun: &listRun{
		app: l.app, entity: l.entity, plan: l.whole(), reader: l.reader, index: l.index, parameters: l.parameters, flags: l.flags,
	}}
	for _, err := range whole.selected(ctx, &whole.count) {
		if err != nil {
			return "", err
		}
	}
	calls, err := whole.toFetch(ctx)
	if err != nil {
		return "", err
	}
	calls += l.index.Calls()
	most := ""
	if whole.plan.limit > 0 && !whole.stubsDecide() && (whole.plan.sort == "" || whole.plan.sortsIndex) {
		most = "at most "
	}
	return fmt.Sprintf("%s%s, about %s", most, text.Counted(calls, "call"), l.reader.Duration(calls)), nil
}

// toFetch counts the selected records that must be fetched.
func (f *fullList) toFetch(ctx context.Context) (count int, err error) {
	if f.mirror, err = f.app.ReadMirror(ctx, f.flags); err != nil || f.mirror == nil {
		return f.expected(), err
	}
	var again tally
	stage, err := f.mirror.Stage(ctx, f.entity, first(f.ordered(ctx, &again), f.expected()))
	if err != nil {
		return 0, f.app.MirrorError(err)
	}
	for _, err := range stage.Missing(ctx, false) {
		if err != nil {
			return 0, f.app.MirrorError(err)
		}
		count++
	}
	return count, nil
}
