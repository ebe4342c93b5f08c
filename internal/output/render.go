package output

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/olekukonko/ll"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// renderTable writes rows as plain aligned columns, the header before them if asked for. It is
// the only place that uses tablewriter, which carries rows and header to the renderer, and turns off all
// that it would do to cells by itself: wrapping, trimming, capitals, borders, and asking the environment
// for widths. The layout and the lineRenderer do what tablewriter cannot:
//   - count a character as a terminal shows it: tablewriter takes an emoji of a family for six columns
//     and a flag for four, which both take two, and a heart for one;
//   - show rows before the last one is known, in widths that later rows may only widen;
//   - share a terminal's width by what columns need: tablewriter gives each the same part, cuts
//     numbers and times too, and hides no column;
//   - leave no blanks at the end of a line, and set the header off in a style past text.Writer.
func renderTable(out *buffer, l layout, rows [][]string, header, bold bool) error {
	lines := &lineRenderer{layout: l, bold: bold, out: out}
	section := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
		Padding:    tw.CellPadding{Global: tw.PaddingNone},
	}
	table := tablewriter.NewTable(out.w,
		tablewriter.WithConfig(tablewriter.Config{
			Header: section, Row: section,
			Behavior: tw.Behavior{AutoHide: tw.Off, TrimSpace: tw.Off, TrimLine: tw.Off, TrimTab: tw.Off},
		}),
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithRenderer(lines),
	)
	if header {
		table.Header(l.header[:len(l.widths)])
	}
	for _, row := range rows {
		if err := table.Append(row[:len(l.widths)]); err != nil {
			return fmt.Errorf("laying out the table: %w", err)
		}
	}
	if err := table.Render(); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	return lines.err
}

// lineRenderer writes each row as one line (or several, see layout.lines), cells cut and filled up to
// the widths of the layout.
type lineRenderer struct {
	layout layout
	bold   bool
	out    *buffer
	line   bytes.Buffer
	err    error
}

// Start does nothing: the lines go to the buffer.
func (r *lineRenderer) Start(io.Writer) error { return nil }

// Header writes the header line.
func (r *lineRenderer) Header(headers [][]string, _ tw.Formatting) {
	for _, cells := range headers {
		r.write(cells, r.bold)
	}
}

// Row writes the lines of a row.
func (r *lineRenderer) Row(cells []string, _ tw.Formatting) {
	for _, line := range r.layout.lines(cells) {
		r.write(line, false)
	}
}

// Footer does nothing: there is none.
func (r *lineRenderer) Footer([][]string, tw.Formatting) {}

// Line does nothing: no lines are drawn.
func (r *lineRenderer) Line(tw.Formatting) {}

// Config tells tablewriter that there are no borders or lines to make room for.
func (r *lineRenderer) Config() tw.Rendition {
	off := tw.Lines{ShowTop: tw.Off, ShowBottom: tw.Off, ShowHeaderLine: tw.Off, ShowFooterLine: tw.Off}
	return tw.Rendition{
		Borders:  tw.BorderNone,
		Settings: tw.Settings{Lines: off, Separators: tw.SeparatorsNone},
	}
}

// Close does nothing: every line has been written.
func (r *lineRenderer) Close() error { return nil }

// Logger does nothing: there is nothing to log.
func (r *lineRenderer) Logger(*ll.Logger) {}

func (r *lineRenderer) write(cells []string, bold bool) {
	if r.err != nil {
		return
	}
	r.line.Reset()
	for i, cell := range cells {
		if i > 0 {
			r.blanks(gap)
		}
		cell = cut(cell, r.layout.widths[i])
		fill := r.layout.widths[i] - displayWidth(cell)
		if r.layout.alignsRight(i) {
			r.blanks(fill)
			fill = 0
		}
		r.line.WriteString(cell)
		r.blanks(fill)
	}
	line := bytes.TrimRight(r.line.Bytes(), " ")
	if bold {
		r.err = r.out.bold(string(line))
		line = nil
	}
	if r.err == nil {
		r.err = r.out.write(append(line, '\n'))
	}
}

func (r *lineRenderer) blanks(n int) {
	if n > 0 {
		r.line.WriteString(strings.Repeat(" ", n))
	}
}
