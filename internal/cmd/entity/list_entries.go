package entity

import (
	"context"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// printEntries prints the index itself.
func printEntries(ctx context.Context, index *listIndex, plan *listPlan, out *cmdkit.RecordWriter) error {
	var count tally
	for entry, err := range index.selected(ctx, plan, &count) {
		if err != nil {
			return err
		}
		if err := out.Write(entry); err != nil { // beyond the limit too, to say how many there are
			return err
		}
	}
	if err := out.WriteSorted(); err != nil {
		return err
	}
	if err := index.checkFilters(ctx, out); err != nil {
		return err
	}
	noteShown(plan.entity, out, count)
	if options := plan.printer.Options; !index.offline && options.Terminal && options.Format == output.Table && count.total > 0 {
		price, err := priceOf(ctx, index, plan.whole())
		if err != nil {
			return err
		}
		out.Notef("these are stubs of the index; --full fetches the whole records: %s", price)
	}
	return nil
}

// nameID makes a table of entries show what they are fetched by under the name that the server gives
// it, which is guid or id and need not be the described one.
func nameID(index *listIndex, plan *listPlan) {
	for entry, err := range index.entries.Entries() {
		if err != nil {
			return // which is told when the entries are printed
		}
		_, guid := entry.Get(record.Path{"guid"})
		_, id := entry.Get(record.Path{"id"})
		if guid != id {
			described, sent := "guid", "id"
			if guid {
				described, sent = sent, described
			}
			columns := slices.Clone(plan.printer.Options.Default)
			if at := slices.Index(columns, described); at >= 0 {
				columns[at] = sent
			}
			plan.printer.Options.Default = columns
		}
		return
	}
}
