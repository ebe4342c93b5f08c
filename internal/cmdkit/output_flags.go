package cmdkit

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// OutputFlags are the flags of every command that prints records.
type OutputFlags struct {
	Columns  []string
	noHeader bool
	excel    bool
	time     string
	jq       string
	Out      string
}

// Add adds the flags to a command that prints records with these fields.
func (f *OutputFlags) Add(cmd *cobra.Command, fields FieldSource) {
	f.AddFile(cmd, fields)
	flags := cmd.Flags()
	flags.StringVar(&f.jq, "jq", "", "run a jq program over the JSON, or over each record with -o ndjson")
	flags.StringVar(&f.Out, "out", "", "write to a file, whole or not at all")
	NoteFlag(cmd, "excel", IdleWith, "jq")
}

// AddFile adds those that say what stands in a file of records with these fields.
func (f *OutputFlags) AddFile(cmd *cobra.Command, fields FieldSource) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.Columns, "columns", nil, "fields to show, as dotted paths: a,b.c")
	flags.BoolVar(&f.noHeader, "no-header", false, "leave out the header of a table or CSV")
	flags.BoolVar(&f.excel, "excel", false, "write CSV that Excel opens unharmed: BOM, no formulas, zeros kept")
	flags.StringVar(&f.time, "time", "", "show times as epoch, utc, local or in a zone such as America/Edmonton")
	RegisterCompletion(cmd, "columns", completeColumns(fields))
	RegisterCompletion(cmd, "time", CompleteWords("epoch", "utc", "local"))
}

// AddExplode adds the flag that makes rows of a list.
func AddExplode(cmd *cobra.Command, list *string, fields FieldSource) {
	cmd.Flags().StringVar(list, "explode", "", "make a row of each element of a list, behind the record's key; --columns names other fields")
	RegisterCompletion(cmd, "explode", completeLists(fields))
}

// AddExplodeInput adds the flag that takes rows of a list back, of a command that reads a file.
func AddExplodeInput(cmd *cobra.Command, list *string, fields FieldSource) {
	cmd.Flags().StringVar(list, "explode", "", "take each row of the file for an element of this list, as list --explode writes them")
	NoteFlag(cmd, "explode", OnlyWith, "file")
	RegisterCompletion(cmd, "explode", completeLists(fields))
}

// Chosen gives the fields of --columns, nil where it is not given.
func (f *OutputFlags) Chosen() ([]string, error) {
	if f.Columns == nil {
		return nil, nil
	}
	if len(f.Columns) == 0 {
		return nil, fail.Usagef("--columns names no field")
	}
	names := make([]string, 0, len(f.Columns))
	for _, name := range f.Columns {
		names = append(names, strings.TrimSpace(name))
	}
	return names, nil
}

// Layout is what a command knows of the records that it prints.
type Layout struct {
	// Fields describes the records.
	Fields []api.Field
	// Closed tells that no record has other fields: they are the program's own.
	Closed bool
	// Explode names the list of whose elements rows are made; empty for none.
	Explode string
	// Front are the columns that stand before those of the list: in a table the first that the description has,
	// in CSV all of them.
	Front []string
	// Columns are shown in a table when the user names none, and Wide in one with -o wide; without them that shows
	// all described fields.
	Columns, Wide []string
	// Keys are columns that a table neither cuts nor leaves out, Names those that it never leaves out and wraps, and
	// Reasons those that it wraps, in their column or below the row.
	Keys, Names, Reasons []string
	// Sheet names the sheet of a workbook.
	Sheet string
	// Everywhere tells that the records are of several environments, or of none.
	Everywhere bool
	// Single prints one record on its own rather than in a list.
	Single bool
	// Sections, where it is set, shows one record in a table by its parts.
	Sections *output.Sections
	// Fallback is the format where the user asks for none; empty means a table.
	Fallback output.Format
}

// Printer turns records into what the user asked for. All that can be wrong with the flags is
// found when it is made, before the first call.
type Printer struct {
	output  *Output
	flags   OutputFlags
	Options output.Options
	query   *output.Query
	// Explode makes rows of a list, nil for none.
	Explode *output.Explode
	// To takes what would go to standard output, if set.
	To io.Writer
	// Book takes what is printed into a sheet, if set.
	Book *Workbook
}

// Printer checks the output flags of a command.
func (o *Output) Printer(flags OutputFlags, s Layout) (*Printer, error) {
	format, err := o.Format(flags, s.Fallback)
	if err != nil {
		return nil, err
	}
	return o.printer(flags, s, format)
}

// FilePrinter is Printer for a file of some format whose name is not known yet: what is printed goes to To.
func (o *Output) FilePrinter(flags OutputFlags, s Layout, format output.Format) (*Printer, error) {
	p, err := o.printer(flags, s, format)
	if err == nil {
		p.Options.Terminal, p.Options.Width, p.Options.Color = false, 0, false
	}
	return p, err
}

func (o *Output) printer(flags OutputFlags, s Layout, format output.Format) (*Printer, error) {
	if err := CheckOutput(flags.Out); err != nil {
		return nil, err
	}
	if _, err := o.settings.validSetting("color"); err != nil {
		return nil, err
	}
	wanted, err := o.settings.validSetting("time")
	if flags.time != "" {
		wanted, err = flags.time, nil
	}
	if err != nil {
		return nil, err
	}
	times, err := o.settings.times(wanted, s.Fields)
	if err != nil {
		return nil, err
	}
	columns, err := flags.Chosen()
	if err != nil {
		return nil, err
	}
	explode, err := s.exploded()
	if err != nil {
		return nil, err
	}
	check := output.CheckFields
	if s.Closed {
		check = output.CheckKnown
	}
	if err := check(columns, s.Fields); err != nil {
		return nil, fail.AsUsage(err)
	}
	p := &Printer{output: o, flags: flags, Explode: explode, Options: output.Options{
		Format:  format,
		Columns: columns,
		Default: s.usual(format),
		Front:   s.Front,
		Keys:    s.Keys,
		Names:   s.Names,
		Reasons: s.Reasons,
		Fields:  s.Fields,
		Header:  !flags.noHeader,
		Excel:   flags.excel,
		Time:    times,
		Sheet:   s.sheetName(),
		Single:  s.Single, Sections: s.Sections,
		Heading: o.heading(s.Everywhere),
		Notice:  func(line string) { o.streams.Notef("%s", line) },
	}}
	if explode != nil && len(s.Front) > 0 {
		p.Options.Only = explode.Within
	}
	if format == output.XLSX {
		if err := o.checkWorkbook(flags); err != nil {
			return nil, err
		}
	}
	if IsStandardOutput(flags.Out) {
		p.Options.Terminal = IsTerminal(o.streams.Out)
		p.Options.Width = TerminalWidth(o.streams.Out)
		p.Options.Color = o.Colored(o.streams.Out)
	}
	p.widen(s.wide())
	if flags.jq != "" {
		if p.query, err = output.CompileQuery(flags.jq); err != nil {
			return nil, fail.AsUsage(err)
		}
	}
	return p, nil
}

// widen makes a table of further columns of -o wide, in which nothing gives way.
func (p *Printer) widen(columns []string) {
	if p.Options.Format == output.Wide {
		p.Options.Format, p.Options.Width, p.Options.Default = output.Table, 0, columns
	}
}

// sheetName is the name of the sheet, or of the list of which rows are made.
func (s *Layout) sheetName() string {
	if s.Explode != "" {
		return s.Explode
	}
	return s.Sheet
}

// wide gives the columns of a table that shows more than the usual ones, nil for all that the records have.
func (s *Layout) wide() []string {
	switch {
	case s.Wide != nil:
		return s.Wide
	case s.Columns == nil:
		return nil
	}
	columns := slices.Clone(s.Columns)
	for _, name := range api.FieldPaths(s.Fields) {
		if !slices.Contains(columns, name) {
			columns = append(columns, name)
		}
	}
	return columns
}

// exploded makes the shape that of rows, where a list is named.
func (s *Layout) exploded() (*output.Explode, error) {
	if s.Explode == "" {
		return nil, nil // nothing is exploded, and nothing is wrong
	}
	explode, err := output.NewExplode(s.Explode, s.Fields)
	if err != nil {
		return nil, fail.AsUsage(err)
	}
	front := s.Columns
	if len(s.Front) > 0 {
		front = s.Front[:1]
	}
	s.Wide = explode.Columns(s.Front)
	s.Fields, s.Columns, s.Single = explode.Fields(), explode.Columns(front), false
	return explode, nil
}

// Flat tells that each field stands in one cell, for a person or a sheet.
func (p *Printer) Flat() bool {
	return p.query == nil && p.Options.Format.Flat()
}

// usual are the columns of a table, and those that stand above a sheet without rows: of the program's own rows it has all.
func (s Layout) usual(format output.Format) []string {
	if s.Closed && format == output.CSV {
		return api.FieldPaths(s.Fields)
	}
	return s.Columns
}
