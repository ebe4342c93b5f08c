package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// outputFlags are the flags of every command that prints records.
type outputFlags struct {
	columns  []string
	noHeader bool
	excel    bool
	time     string
	jq       string
	out      string
}

func (f *outputFlags) add(cmd *cobra.Command, fields fieldSource) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.columns, "columns", nil, "fields to show, as dotted paths: a,b.c")
	flags.BoolVar(&f.noHeader, "no-header", false, "leave out the header of a table or CSV")
	flags.BoolVar(&f.excel, "excel", false, "write CSV that Excel opens unharmed: BOM, no formulas, zeros kept")
	flags.StringVar(&f.time, "time", "", "show times as epoch, utc, local or in a zone such as America/Edmonton")
	flags.StringVar(&f.jq, "jq", "", "run a jq program over the JSON, or over each record with -o ndjson")
	flags.StringVar(&f.out, "out", "", "write to a file, whole or not at all")
	note(cmd, "excel", idleWith, "jq")
	register(cmd, "columns", completeColumns(fields))
	register(cmd, "time", completeWords("epoch", "utc", "local"))
}

// addExplode adds the flag that makes rows of a list.
func addExplode(cmd *cobra.Command, list *string, fields fieldSource) {
	cmd.Flags().StringVar(list, "explode", "", "make a row of each element of a list, with the record's other fields")
	register(cmd, "explode", completeLists(fields))
}

// chosen gives the fields of --columns, nil where it is not given.
func (f *outputFlags) chosen() ([]string, error) {
	if f.columns == nil {
		return nil, nil
	}
	if len(f.columns) == 0 {
		return nil, usagef("--columns names no field")
	}
	names := make([]string, 0, len(f.columns))
	for _, name := range f.columns {
		names = append(names, strings.TrimSpace(name))
	}
	return names, nil
}

// shape is what a command knows of the records that it prints.
type shape struct {
	// fields describes the records.
	fields []api.Field
	// closed tells that no record has other fields: they are the program's own.
	closed bool
	// explode names the list of whose elements rows are made; empty for none.
	explode string
	// columns are shown in a table when the user names none.
	columns []string
	// single prints one record on its own rather than in a list.
	single bool
	// fallback is the format where the user asks for none; empty means a table.
	fallback output.Format
}

// printer turns records into what the user asked for. All that can be wrong with the flags is
// found when it is made, before the first call.
type printer struct {
	app     *app
	flags   outputFlags
	options output.Options
	query   *output.Query
	// explode makes rows of a list, nil for none.
	explode *output.Explode
	// to takes what would go to standard output, if set.
	to io.Writer
}

// printer checks the output flags of a command.
func (a *app) printer(flags outputFlags, s shape) (*printer, error) {
	format, err := a.format(flags, s.fallback)
	if err != nil {
		return nil, err
	}
	if err := checkTarget(flags.out); err != nil {
		return nil, err
	}
	if _, err := a.validSetting("color"); err != nil {
		return nil, err
	}
	wanted := flags.time
	if wanted == "" {
		if wanted, err = a.validSetting("time"); err != nil {
			return nil, err
		}
	}
	times, err := a.times(wanted, s.fields)
	if err != nil {
		return nil, err
	}
	columns, err := flags.chosen()
	if err != nil {
		return nil, err
	}
	explode, err := s.exploded()
	if err != nil {
		return nil, err
	}
	check := output.CheckFields
	if s.closed {
		check = output.CheckKnown
	}
	if err := check(columns, s.fields); err != nil {
		return nil, usage(err)
	}
	p := &printer{app: a, flags: flags, explode: explode, options: output.Options{
		Format:  format,
		Columns: columns,
		Default: s.columns,
		Fields:  s.fields,
		Header:  !flags.noHeader,
		Excel:   flags.excel,
		Time:    times,
		Single:  s.single,
		Limits:  a.limits(),
		Notice:  func(line string) { a.notef("%s", line) },
	}}
	if isStandardOutput(flags.out) {
		p.options.Terminal = isTerminal(a.world.Out)
		p.options.Width = terminalWidth(a.world.Out)
		p.options.Color = a.colored(a.world.Out)
	}
	if flags.jq != "" {
		if p.query, err = output.CompileQuery(flags.jq); err != nil {
			return nil, usage(err)
		}
	}
	return p, nil
}

// exploded makes the shape that of rows, where a list is named.
func (s *shape) exploded() (*output.Explode, error) {
	if s.explode == "" {
		return nil, nil //nolint:nilnil // nothing is exploded, and nothing is wrong
	}
	explode, err := output.NewExplode(s.explode, s.fields)
	if err != nil {
		return nil, usage(err)
	}
	s.fields, s.columns, s.single = explode.Fields(), explode.Columns(s.columns), false
	return explode, nil
}

// flat tells that each field stands in one cell, for a person or a sheet.
func (p *printer) flat() bool {
	return p.query == nil && (p.options.Format == output.Table || p.options.Format == output.CSV)
}
