package cmdkit

import (
	"context"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// PlanPrinter prints plans: a row for each change where a row is a line, else one for each record.
type PlanPrinter struct {
	printer *Printer
	streams *Streams
}

// PlanPrinter checks the output flags of a command that prints plans.
func (o *Output) PlanPrinter(flags OutputFlags) (*PlanPrinter, error) {
	format, err := o.Format(flags, "")
	if err != nil {
		return nil, err
	}
	layout := RowLayout(plan.RecordRow{}, "line", "key", "guid", "action", "reason", "changes")
	if (format == output.Table || format == output.CSV) && flags.jq == "" {
		layout = RowLayout(plan.ChangeRow{}, plan.ChangeColumns()...)
	}
	printer, err := o.Printer(flags, layout)
	return &PlanPrinter{printer: printer, streams: o.streams}, err
}

// PlanFields are those of the rows of plans, for the completion of --columns.
func PlanFields() []string { return plan.ChangeColumns() }

// Print prints a plan, its counts first.
func (p *PlanPrinter) Print(ctx context.Context, made *plan.Plan, words *change.Words) error {
	p.streams.Notef("%s", PlanSummary(made))
	out, err := p.printer.Open(ctx)
	if err != nil {
		return err
	}
	for entry, err := range made.Entries() {
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err == nil {
			err = p.write(out, entry, words)
		}
		if err != nil {
			return out.Finish(err)
		}
	}
	if note := words.ByPositionNote(); note != "" {
		out.Notef("%s", note)
	}
	return out.Finish(nil)
}

func (p *PlanPrinter) write(out *RecordWriter, entry plan.Entry, words *change.Words) error {
	if !p.printer.Flat() {
		row, err := entry.Row(words)
		if err != nil {
			return err
		}
		return out.WriteRow(row)
	}
	if entry.Action == plan.Unchanged {
		return nil
	}
	make := entry.Rows //nolint:predeclared // what is meant
	if p.printer.Options.Format == output.Table {
		make = entry.Brief
	}
	rows, err := make(words)
	for _, row := range rows {
		if err == nil {
			err = out.WriteRow(row)
		}
	}
	return err
}

// PlanSummary tells in a line how many records a plan has of each action.
func PlanSummary(made *plan.Plan) string {
	c := made.Counts
	parts := []string{
		text.Count(c.Create) + " to create", text.Count(c.Update) + " to update", text.Count(c.Unchanged) + " unchanged",
	}
	if c.Conflict > 0 {
		parts = append(parts, text.Count(c.Conflict)+" in conflict")
	}
	if c.Missing > 0 {
		parts = append(parts, text.Count(c.Missing)+" missing")
	}
	return fmt.Sprintf("%s on %s: %s", made.Header.Entity, made.Header.Environment, strings.Join(parts, ", "))
}
