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
	*Printer

	streams *Streams
}

// PlanPrinter checks the output flags of a command that prints plans.
func (o *Output) PlanPrinter(flags OutputFlags) (*PlanPrinter, error) {
	format, err := o.Format(flags, "")
	if err != nil {
		return nil, err
	}
	layout := RowLayout(plan.RecordRow{}, "line", "key", "guid", "action", "reason", "changes")
	if format.Flat() && flags.jq == "" {
		layout = RowLayout(plan.ChangeRow{}, plan.ChangeColumns()...)
	}
	printer, err := o.Printer(flags, layout)
	return &PlanPrinter{Printer: printer, streams: o.streams}, err
}

// Print prints a plan, its counts first.
func (p *PlanPrinter) Print(ctx context.Context, made *plan.Plan, words *change.Words) error {
	p.streams.Notef("%s", PlanSummary(made))
	table := p.Flat() && p.Options.Format == output.Table
	var groups *plan.Groups
	if table {
		var err error
		if groups, err = plan.Grouped(made, words.Comparer); err != nil {
			return err
		}
	}
	out, err := p.Open(ctx)
	if err != nil {
		return err
	}
	if table {
		if err := writeRows(out, groups.Rows(words)); err != nil {
			return out.Finish(err)
		}
	}
	for entry, err := range made.Entries() {
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err == nil {
			err = p.write(out, entry, words, groups)
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

func (p *PlanPrinter) write(out *RecordWriter, entry plan.Entry, words *change.Words, groups *plan.Groups) error {
	if !p.Flat() {
		row, err := entry.Row(words)
		if err != nil {
			return err
		}
		return out.WriteRow(row)
	}
	rows, err := entry.Rows(words)
	if groups != nil {
		rows, err = entry.Brief(words, groups)
	}
	if err != nil {
		return err
	}
	return writeRows(out, rows)
}

func writeRows(out *RecordWriter, rows []plan.ChangeRow) error {
	for _, row := range rows {
		if err := out.WriteRow(row); err != nil {
			return err
		}
	}
	return nil
}

// ShowPlan shows a plan to whoever is asked whether it shall be carried out, beside the data: as a table on standard
// error, unless --quiet.
func (o *Output) ShowPlan(ctx context.Context, made *plan.Plan, words *change.Words) error {
	if o.streams.Quiet {
		return nil
	}
	layout := RowLayout(plan.ChangeRow{}, plan.ChangeColumns()...)
	printer := &Printer{output: o, To: o.streams.Err, Options: output.Options{
		Format: output.Table, Default: layout.Columns, Fields: layout.Fields, Header: made.Counts.Changes()+made.Counts.Conflict > 0,
		Terminal: IsTerminal(o.streams.Err), Width: TerminalWidth(o.streams.Err), Color: o.Colored(o.streams.Err),
	}}
	return (&PlanPrinter{Printer: printer, streams: o.streams}).Print(ctx, made, words)
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
