package entity

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// checkFilters refuses a filter on a field that neither the description nor any record has, and says
// where one may have been meant otherwise.
func (i *listIndex) checkFilters(ctx context.Context, out *cmdkit.RecordWriter) error {
	for _, filter := range out.Filters {
		if err := filter.Check(); err != nil {
			return err
		}
		for _, text := range []string{filter.Ambiguity(), filter.Incomparable()} {
			if text != "" {
				out.Notef("warning: %s", text)
			}
		}
		if err := i.mirrors.WarnUnmatched(ctx, i.store, i.entity, filter.Unmatched()); err != nil {
			return err
		}
	}
	return nil
}

// noteShown says what the output does not hold.
func noteShown(entity *api.Entity, out *cmdkit.RecordWriter, count tally) {
	switch {
	case count.total == 0:
		out.Notef("no %s found", entity.Name)
	case out.Explode != nil && out.Left > 0:
		out.Notef("showing %s of %s of %s", text.Count(out.Shown), text.Counted(out.Shown+out.Left, "row"), entity.Name)
	case out.Explode == nil && out.Count < count.total:
		out.Notef("showing %s of %s", text.Count(out.Count), text.CountedAs(count.total, entity.Title, entity.Name))
	}
	if count.undated > 0 {
		out.Notef("%s without updatedAt: not left out by --since or --until", text.Counted(count.undated, "record"))
	}
}

// noteLimit says how far the records were looked at until the limit was reached.
func noteLimit(entity *api.Entity, out *cmdkit.RecordWriter, done, total int) {
	shown, rest := text.CountedAs(out.Shown, entity.Title, entity.Name), ""
	if out.Explode != nil {
		shown = text.Counted(out.Shown, "row") + " of " + entity.Name
	}
	if out.Left > 0 {
		rest = ", the last of which has " + text.Counted(out.Left, "more row")
	}
	out.Notef("showing %s: the limit was reached after %s of %s%s", shown, text.Count(done), text.Counted(total, "record"), rest)
}
