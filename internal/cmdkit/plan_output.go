package cmdkit

import (
	"context"
	"fmt"
	"slices"
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
	// several says that more than one plan is printed.
	several bool
}

// PlanPrinter checks the output flags of a command that prints plans.
func (o *Output) PlanPrinter(flags OutputFlags) (*PlanPrinter, error) {
	format, err := o.Format(flags, "")
	if err != nil {
		return nil, err
	}
	layout := RowLayout(plan.RecordRow{}, "line", "key", "guid", "action", "reason", "changes").Keeping("key", "action").Wrapping("reason")
	if format.Flat() && flags.jq == "" {
		layout = changeLayout()
	}
	printer, err := o.Printer(flags, layout)
	return &PlanPrinter{Printer: printer, streams: o.streams}, err
}

// changeLayout has a row for each change.
func changeLayout() Layout {
	return RowLayout(plan.ChangeRow{}, plan.ChangeColumns()...).Keeping("key", "action", "field").Wrapping("old", "new", "reason")
}

// ShownPlan is a plan that is printed, with what words its changes.
type ShownPlan struct {
	*plan.Plan

	Words *change.Words
}

// Print prints a plan, its counts first.
func (p *PlanPrinter) Print(ctx context.Context, made *plan.Plan, words *change.Words) error {
	return p.PrintAll(ctx, []ShownPlan{{made, words}})
}

// PrintAll prints plans as one output. Where they are several, each row says of which entity it is.
func (p *PlanPrinter) PrintAll(ctx context.Context, plans []ShownPlan) error {
	for _, one := range plans {
		p.streams.Notef("%s", PlanSummary(one.Plan))
	}
	p.several = len(plans) > 1
	if p.Flat() && p.Options.Columns == nil {
		p.Options.Default = slices.DeleteFunc(slices.Clone(p.Options.Default), func(name string) bool { return name == "entity" })
		if p.several {
			p.Options.Default = slices.Insert(p.Options.Default, 0, "entity")
		}
	}
	out, err := p.Open(ctx)
	if err != nil {
		return err
	}
	for _, one := range plans {
		if err := p.print(ctx, out, one); err != nil {
			return out.Finish(err)
		}
	}
	return out.Finish(nil)
}

func (p *PlanPrinter) print(ctx context.Context, out *RecordWriter, made ShownPlan) error {
	var groups *plan.Groups
	if p.Flat() && p.Options.Format == output.Table {
		var err error
		if groups, err = plan.Grouped(made.Plan, made.Words.Comparer); err != nil {
			return err
		}
		if err := p.writeRows(out, made, groups.Rows(made.Words)); err != nil {
			return err
		}
	}
	for entry, err := range made.Entries() {
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err == nil {
			err = p.write(out, made, entry, groups)
		}
		if err != nil {
			return err
		}
	}
	if note := made.Words.ByPositionNote(); note != "" {
		out.Notef("%s", note)
	}
	return nil
}

func (p *PlanPrinter) write(out *RecordWriter, made ShownPlan, entry plan.Entry, groups *plan.Groups) error {
	if !p.Flat() {
		row, err := entry.Row(made.Words)
		if err != nil {
			return err
		}
		row.Entity = p.entityOf(made)
		return out.WriteRow(row)
	}
	rows, err := entry.Rows(made.Words)
	if groups != nil {
		rows, err = entry.Brief(made.Words, groups)
	}
	if err != nil {
		return err
	}
	return p.writeRows(out, made, rows)
}

func (p *PlanPrinter) writeRows(out *RecordWriter, made ShownPlan, rows []plan.ChangeRow) error {
	for _, row := range rows {
		row.Entity = p.entityOf(made)
		if err := out.WriteRow(row); err != nil {
			return err
		}
	}
	return nil
}

// entityOf names the entity of a plan where there are others.
func (p *PlanPrinter) entityOf(made ShownPlan) string {
	if !p.several {
		return ""
	}
	return made.Header.Entity
}

// ShowPlan shows a plan to whoever is asked whether it shall be carried out, beside the data: as a table on standard
// error, unless --quiet.
func (o *Output) ShowPlan(ctx context.Context, made *plan.Plan, words *change.Words) error {
	return o.ShowPlans(ctx, []ShownPlan{{made, words}})
}

// ShowPlans is ShowPlan for plans that are agreed to together.
func (o *Output) ShowPlans(ctx context.Context, plans []ShownPlan) error {
	if o.streams.Quiet {
		return nil
	}
	layout := changeLayout()
	shows := func(one ShownPlan) bool { return one.Counts.Changes()+one.Counts.Conflict+one.Counts.Kept > 0 }
	printer := &Printer{output: o, To: o.streams.Err, Options: output.Options{
		Format: output.Table, Default: layout.Columns, Fields: layout.Fields, Keys: layout.Keys, Reasons: layout.Reasons,
		Header:   slices.ContainsFunc(plans, shows),
		Terminal: IsTerminal(o.streams.Err), Width: TerminalWidth(o.streams.Err), Color: o.Colored(o.streams.Err),
	}}
	return (&PlanPrinter{Printer: printer, streams: o.streams}).PrintAll(ctx, plans)
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
	if c.Kept > 0 {
		parts = append(parts, text.Count(c.Kept)+" that stay as they are")
	}
	return fmt.Sprintf("%s on %s: %s", made.Header.Entity, made.Header.Environment, strings.Join(parts, ", "))
}
