package entity

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// syncDue heads the column that marks records of which the mirror has nothing, or not what the index tells of. No
// field of a server has a blank in its name.
const syncDue = "sync due"

// copiedList is an index with what the mirror has of its records, for people to read.
type copiedList struct {
	// rows are kept until all are read, so that a mirror which turns out to be damaged leaves no half of a list.
	rows []record.Record
	// due are the rows that the mirror cannot answer, repeated the entries that name a record again.
	due, repeated int
	count         tally
}

// openCopy reads the mirror's records where people read the list and the mirror has been synced, and makes the plan
// show them. It gives nil where the index is shown as it is, as where the mirror cannot be read.
func openCopy(ctx context.Context, options listOptions, index *listIndex, plan *listPlan) (*copiedList, error) {
	if !plan.takesCopy() {
		return nil, nil // the index as it is
	}
	copied, err := readCopy(ctx, index, plan)
	switch {
	case err != nil && (index.offline || ctx.Err() != nil):
		return nil, index.readError(err)
	case err != nil:
		options.streams.Notef("warning: %s; shown is what the index has", fail.OneLine(err))
		return nil, plan.mirror.Disable()
	case copied == nil:
		return nil, nil
	}
	return copied, plan.showCopy(options, copied.due > 0)
}

// takesCopy tells that people read the list, and left it to the program what of the records it shows.
func (p *listPlan) takesCopy() bool {
	people := slices.Contains([]output.Format{output.Table, output.Markdown, output.HTML}, p.printer.Options.Format)
	return people && !p.full && p.printer.Explode == nil && p.printer.Options.Columns == nil && len(p.beyond) == 0 && api.Has(api.Get)(p.entity)
}

// showCopy chooses the columns of records, and those that the index alone has where some rows have nothing else.
func (p *listPlan) showCopy(options listOptions, due bool) (err error) {
	layout := copyLayout(p.entity, due)
	if p.printer, err = options.printing.Printer(options.output, layout); err != nil {
		return err
	}
	if p.printer.Options.Format != output.Table { // which would show all that the records have
		p.printer.Options.Columns = layout.Columns
	}
	return nil
}

// copyLayout is that of whole records, with what is to be said of those that are due.
func copyLayout(entity *api.Entity, due bool) cmdkit.Layout {
	layout := recordLayout(entity)
	layout.Fields = api.ListFields(entity)
	if !due {
		return layout
	}
	layout.Fields = append(layout.Fields, api.Field{Name: syncDue, Type: api.String})
	layout.Keys = append(layout.Keys, syncDue, entity.GUID)
	layout.Columns, layout.Wide = withIndex(entity, layout.Columns), withIndex(entity, layout.Wide)
	return layout
}

// withIndex puts the mark before columns, and what the index knows behind them.
func withIndex(entity *api.Entity, columns []string) []string {
	columns = append([]string{syncDue}, columns...)
	for _, name := range []string{entity.GUID, "updatedAt"} {
		if !slices.Contains(columns, name) && (name == entity.GUID || api.Indexed(entity, name)) {
			columns = append(columns, name)
		}
	}
	return columns
}

// readCopy holds the selected entries against the mirror. It gives nil where there is none, or none of the entity, and
// where the index cannot be read to its end, which is told when it is shown.
func readCopy(ctx context.Context, index *listIndex, plan *listPlan) (*copiedList, error) {
	store, err := copyStore(ctx, index, plan)
	if err != nil || store == nil {
		return nil, err
	}
	copied, broken := &copiedList{}, false
	entries := watched(index.selected(ctx, plan, &copied.count), &broken)
	staged, err := hydrate.Stage(ctx, store, plan.entity, entries, index.offline)
	if broken {
		return nil, nil // the index is at fault
	}
	if err != nil {
		return nil, index.mirrors.MirrorError(err)
	}
	copied.repeated = staged.Repeated()
	copied.count.total -= copied.repeated
	return copied, index.mirrors.MirrorError(copied.read(ctx, staged, plan))
}

// copyStore gives the mirror if a sync has read the entity.
func copyStore(ctx context.Context, index *listIndex, plan *listPlan) (*mirror.Store, error) {
	if index.offline {
		return index.store, nil
	}
	store, err := index.mirrors.ReadMirror(ctx, plan.mirror)
	if err != nil || store == nil {
		return nil, err
	}
	statuses, err := store.EntityStatuses(ctx)
	if err != nil || mirror.EntityStatusOf(statuses, plan.entity.Name).IndexedAt.IsZero() {
		return nil, index.mirrors.MirrorError(err)
	}
	return store, nil
}

// watched walks entries, and notes an error among them.
func watched(entries iter.Seq2[record.Record, error], broken *bool) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for entry, err := range entries {
			*broken = *broken || err != nil
			if !yield(entry, err) {
				return
			}
		}
	}
}

// read takes the rows that will be shown, of each what its columns need.
func (c *copiedList) read(ctx context.Context, staged *hydrate.StagedSelection, plan *listPlan) error {
	needed := plan.copyMembers()
	for wanted, err := range staged.Wanted(ctx) {
		if err != nil {
			return err
		}
		if plan.limit > 0 && len(c.rows) == plan.limit {
			return nil
		}
		row, err := copiedRow(plan.entity, wanted, func(name string) bool { return needed[name] })
		if err != nil {
			return err
		}
		if wanted.Have == nil {
			c.due++
		}
		c.rows = append(c.rows, row)
	}
	return nil
}

// copyMembers are the members of records that the columns may show.
func (p *listPlan) copyMembers() map[string]bool {
	layout := copyLayout(p.entity, true)
	needed := map[string]bool{}
	for _, name := range slices.Concat(layout.Columns, layout.Wide) {
		needed[record.ParsePath(name)[0]] = true
	}
	return needed
}

// copiedRow joins a record of the mirror and its entry in the index, which wins where both have something. Where the
// mirror cannot answer, the row has what the index knows and says so.
func copiedRow(entity *api.Entity, wanted service.Wanted, needed func(name string) bool) (record.Record, error) {
	entry := record.Pick(wanted.Entry, needed)
	if wanted.Have != nil {
		return record.Merge(record.Pick(*wanted.Have, needed), entry)
	}
	mark := map[string]string{syncDue: "yes"}
	if wanted.ID != "" {
		mark[entity.GUID] = wanted.ID
	}
	raw, err := json.Marshal(mark)
	if err != nil {
		return record.Record{}, fmt.Errorf("marking a record of which a sync is due: %w", err)
	}
	marked, err := record.New(raw)
	if err != nil {
		return record.Record{}, err
	}
	return record.Merge(entry, marked)
}

// print prints the rows, and says what they do not show.
func (c *copiedList) print(ctx context.Context, index *listIndex, plan *listPlan, out *cmdkit.RecordWriter) error {
	for _, row := range c.rows {
		if err := out.Write(row); err != nil {
			return err
		}
	}
	if err := index.checkFilters(ctx, out); err != nil {
		return err
	}
	if c.repeated > 0 {
		out.Notef("warning: the index of %s names records more than once; left out: %s", plan.entity.Name, text.Counted(c.repeated, "entry"))
	}
	noteShown(plan.entity, out, c.count)
	if c.due > 0 {
		out.Notef("%s new or changed since the last sync: aimsio sync %s", text.CountedAs(c.due, "record is", "records are"), plan.entity.Name)
	}
	return nil
}
