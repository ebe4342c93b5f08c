package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/chart"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/page"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/xlsx"
)

// Document is a report that was made.
type Document struct {
	// Heading says what it shows, and Text what that means.
	Heading page.Heading
	Text    string
	// Notes are about all of it, such as how old the mirror is.
	Notes []string
	Parts []Part
}

// HTML writes the report as one page.
func (d *Document) HTML(w io.Writer) error {
	out := page.Begin(nil, d.Heading)
	if d.Text != "" {
		out = page.Note(out, strings.TrimSpace(d.Text))
	}
	for _, note := range d.Notes {
		out = page.Note(out, note)
	}
	for i := range d.Parts {
		p := &d.Parts[i]
		out = page.Section(out, p.Title, p.below())
		if p.Data != nil {
			var picture bytes.Buffer
			if err := chart.SVG(&picture, p.Kind, p.Data); err != nil {
				return err
			}
			out = page.Picture(out, p.Title, picture.Bytes())
		}
		if p.Left == "" && p.Shown && len(p.Rows) > 0 {
			out = p.table(out)
		}
		for _, note := range p.after() {
			out = page.Note(out, note)
		}
	}
	if _, err := w.Write(page.End(out)); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// below is what stands below the title of a part, and after what stands below its rows.
func (p *Part) below() string {
	return strings.TrimSpace(strings.Join(append([]string{strings.TrimSpace(p.Text)}, p.Left), "\n"))
}

func (p *Part) after() []string {
	if p.Left == "" && len(p.Rows) == 0 {
		return []string{"no rows"}
	}
	return p.Notes
}

func (p *Part) table(out []byte) []byte {
	kinds := make([]page.Kind, len(p.Columns))
	for _, row := range p.Rows {
		i := 0
		for _, v := range row.Fields() {
			if kinds[i] == page.Word && v.Kind() == jsontext.KindNumber {
				kinds[i] = page.Number
			}
			i++
		}
	}
	out = page.BeginTable(out, p.Columns, kinds)
	for _, row := range p.Rows {
		out = page.BeginRow(out)
		for _, v := range row.Fields() {
			kind := page.Word
			if v.Kind() == jsontext.KindNumber {
				kind = page.Number
			}
			out = page.Cell(out, shown(v), kind)
		}
		out = page.EndRow(out)
	}
	return page.EndTable(out)
}

// shown is a value as people read it; null is nothing.
func shown(v record.Value) string {
	if v.Kind() == jsontext.KindNull {
		return ""
	}
	return record.Text(v)
}

// Workbook writes the report as an Excel workbook: a sheet that says what it is, and one for the rows of each part.
func (d *Document) Workbook(w io.Writer) error {
	book := xlsx.NewWorkbook(w)
	about, err := book.Sheet("About", xlsx.Layout{Columns: []xlsx.Column{{Name: "what"}, {Name: "text"}}})
	if err != nil {
		return err
	}
	lines := [][2]string{
		{"Report", d.Heading.Title}, {"Environment", d.Heading.Environment}, {"Made", d.Heading.Made},
		{"Command", d.Heading.Command}, {"Text", strings.TrimSpace(d.Text)},
	}
	for _, note := range d.Notes {
		lines = append(lines, [2]string{"Note", note})
	}
	for i := range d.Parts {
		p := &d.Parts[i]
		for _, line := range append([]string{p.below()}, p.after()...) {
			lines = append(lines, [2]string{p.Title, line})
		}
	}
	for _, line := range lines {
		if line[1] == "" {
			continue
		}
		if err := about.Row(xlsx.TextOf(line[0]), xlsx.TextOf(line[1])); err != nil {
			return err
		}
	}
	for i := range d.Parts {
		if err := d.Parts[i].sheet(book); err != nil {
			return err
		}
	}
	return book.Close()
}

func (p *Part) sheet(book *xlsx.Workbook) error {
	if p.Left != "" {
		return nil
	}
	layout := xlsx.Layout{Header: true}
	for _, name := range p.Columns {
		layout.Columns = append(layout.Columns, xlsx.Column{Name: name})
	}
	sheet, err := book.Sheet(p.Title, layout)
	if err != nil {
		return err
	}
	for _, row := range p.Rows {
		var cells []xlsx.Cell
		for _, v := range row.Fields() {
			cells = append(cells, cellOf(v))
		}
		if err := sheet.Row(cells...); err != nil {
			return err
		}
	}
	return nil
}

// cellOf makes a cell of a value: a text that is a day in whole is one.
func cellOf(v record.Value) xlsx.Cell {
	s := shown(v)
	switch v.Kind() {
	case jsontext.KindNumber:
		return xlsx.NumberOf(s)
	case jsontext.KindTrue, jsontext.KindFalse:
		return xlsx.BooleanOf(v.Kind() == jsontext.KindTrue)
	case jsontext.KindString:
		if day, err := time.Parse(time.DateOnly, s); err == nil {
			return xlsx.DayOf(day.Date())
		}
		return xlsx.TextOf(s)
	default:
		return xlsx.TextOf(s)
	}
}

// Print writes the report for a terminal.
func (d *Document) Print(w io.Writer, terminal chart.Terminal, options output.Options) error {
	head := d.Heading.Title
	if d.Text != "" {
		head += "\n\n" + strings.TrimSpace(d.Text)
	}
	if _, err := fmt.Fprintln(w, text.SafeLines(head)); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	for i := range d.Parts {
		if err := d.Parts[i].print(w, terminal, options); err != nil {
			return err
		}
	}
	return nil
}

func (p *Part) print(w io.Writer, terminal chart.Terminal, options output.Options) error {
	head := "\n" + p.Title
	if below := p.below(); below != "" {
		head += "\n" + below
	}
	if _, err := fmt.Fprintln(w, text.SafeLines(head)+"\n"); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	notes := p.after()
	if p.Data != nil {
		if err := terminal.Draw(w, p.Kind, p.Data); err != nil {
			return err
		}
		notes = append(notes, terminal.Notes(p.Kind, p.Data)...)
	} else if p.Left == "" && len(p.Rows) > 0 {
		if err := p.printTable(w, options); err != nil {
			return err
		}
	}
	for _, note := range notes {
		if _, err := fmt.Fprintln(w, text.Safe(note)); err != nil {
			return fmt.Errorf("writing the report: %w", err)
		}
	}
	return nil
}

func (p *Part) printTable(w io.Writer, options output.Options) error {
	options.Format, options.Header, options.Default = output.Table, true, p.Columns
	table, err := output.New(w, options)
	if err != nil {
		return err
	}
	for _, row := range p.Rows {
		if err := table.Write(row); err != nil {
			return err
		}
	}
	return table.Close()
}
