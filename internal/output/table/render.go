package table

import (
	"fmt"
	"io"

	"github.com/olekukonko/ll"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// render writes the rows at hand, the header before them if asked for. tablewriter carries both to the renderer, with
// all turned off that it would do to cells by itself: wrapping, trimming, capitals, borders, and asking the environment for
// widths. The layout and the renderer do what it cannot:
//   - count a character as a terminal shows it: tablewriter takes an emoji of a family for six columns and a flag
//     for four, which both take two, and a heart for one;
//   - show rows before the last one is known, in widths that later rows may only widen;
//   - share a terminal's width by what the columns mean: keys whole, reasons wrapped, the rest shortened or left out.
func (t *Table) render(header bool) error {
	lines := &renderer{table: t}
	section := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
		Padding:    tw.CellPadding{Global: tw.PaddingNone},
	}
	drawn := tablewriter.NewTable(io.Discard, // the renderer writes
		tablewriter.WithConfig(tablewriter.Config{
			Header: section, Row: section,
			Behavior: tw.Behavior{AutoHide: tw.Off, TrimSpace: tw.Off, TrimLine: tw.Off, TrimTab: tw.Off},
		}),
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithRenderer(lines),
	)
	if header {
		names := make([]string, len(t.layout.columns))
		for i, column := range t.layout.columns {
			names[i] = column.Name
		}
		drawn.Header(names)
	}
	for _, row := range t.rows {
		texts := make([]string, len(row))
		for i, cell := range row {
			texts[i] = cell.Text
		}
		if err := drawn.Append(texts); err != nil {
			return fmt.Errorf("laying out the table: %w", err)
		}
	}
	if err := drawn.Render(); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	return lines.err
}

// renderer writes what tablewriter hands it in the lines of the layout.
type renderer struct {
	table *Table
	err   error
}

// Start does nothing: the lines go to the table's own output.
func (r *renderer) Start(io.Writer) error { return nil }

// Header writes the names of the columns.
func (r *renderer) Header([][]string, tw.Formatting) {
	r.write(r.table.lines.header(&r.table.layout), true)
}

// Row writes the lines of a row.
func (r *renderer) Row(cells []string, _ tw.Formatting) {
	r.write(r.table.lines.row(&r.table.layout, cells), false)
}

// Footer does nothing: there is none.
func (r *renderer) Footer([][]string, tw.Formatting) {}

// Line does nothing: no lines are drawn.
func (r *renderer) Line(tw.Formatting) {}

// Config tells tablewriter that there are no borders or lines to make room for.
func (r *renderer) Config() tw.Rendition {
	off := tw.Lines{ShowTop: tw.Off, ShowBottom: tw.Off, ShowHeaderLine: tw.Off, ShowFooterLine: tw.Off}
	return tw.Rendition{
		Borders:  tw.BorderNone,
		Settings: tw.Settings{Lines: off, Separators: tw.SeparatorsNone},
	}
}

// Close does nothing: every line has been written.
func (r *renderer) Close() error { return nil }

// Logger does nothing: there is nothing to log.
func (r *renderer) Logger(*ll.Logger) {}

func (r *renderer) write(lines []string, heading bool) {
	for _, line := range lines {
		if r.err == nil {
			r.err = r.table.out.Line(line, heading)
		}
	}
}
