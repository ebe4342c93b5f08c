package handover

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/command"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/syncing"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// understand takes what the flags or the configuration say of an export. All that can be wrong with it is found here.
func (o *options) understand(entity *api.Entity, e config.Export) (handover.Options, *cmdkit.Printer, error) {
	if err := syncing.Check(entity); err != nil {
		return handover.Options{}, nil, err
	}
	wanted := handover.Options{
		Name: e.Name, Entity: entity, Where: e.Where, Columns: e.Columns, Explode: e.Explode, Out: handover.Template(e.Out),
		Status: e.ThenStatus, Command: e.Command, Limit: e.Limit,
	}
	if strings.TrimSpace(e.Name) == "" {
		return wanted, nil, fail.Usagef("an export needs a name: --to NAME")
	}
	if !text.IsName(e.Name) {
		return wanted, nil, fail.Usagef("the name of an export has %s, not %q", text.NameRule, e.Name)
	}
	if e.Limit < 0 {
		return wanted, nil, fail.Usagef("--limit %d: at least 1 record, or 0 for all", e.Limit)
	}
	var err error
	if wanted.Format, err = formatOf(e); err != nil {
		return wanted, nil, err
	}
	if err := wanted.Out.Check(); err != nil {
		return wanted, nil, err
	}
	filters := cmdkit.FilterFlags{Expressions: e.Where, IgnoreCase: e.IgnoreCase}
	if wanted.Filters, err = o.settings.Filters(entity, api.ListFields(entity), filters); err != nil {
		return wanted, nil, err
	}
	if err := checkStatus(entity, e.ThenStatus); err != nil {
		return wanted, nil, err
	}
	if len(e.Command) > 0 {
		if err := command.Check(e.Command); err != nil {
			return wanted, nil, err
		}
	}
	layout := cmdkit.Layout{Fields: api.ListFields(entity), Columns: entity.Columns, Front: api.FrontFields(entity), Sheet: entity.Name, Explode: e.Explode}
	printer, err := o.printing.FilePrinter(cmdkit.FileFlags(e.Columns, e.NoHeader, e.Excel, e.Time), layout, wanted.Format)
	return wanted, printer, err
}

// formatOf is the form of a file: the one that is named, else what its ending says.
func formatOf(e config.Export) (output.Format, error) {
	if e.Out == "" {
		return "", fail.New(fail.Usage, "name it as in --out 'invoices-{batch}.csv'", "an export needs the name of a file: --out FILE")
	}
	ending := cmdkit.FormatOfFile(e.Out)
	switch {
	case e.Format != "":
		format, err := output.ParseFormat(e.Format)
		if err == nil && e.Excel && format != output.CSV {
			err = fail.Usagef("--excel is for CSV, not for %s", format)
		}
		return format, fail.AsUsage(err)
	case ending == "":
		return "", fail.New(fail.Usage, "--format names one for a file of any name", "--out %s: its ending stands for no format", e.Out)
	case e.Excel && ending != output.CSV:
		return "", fail.Usagef("--excel is for CSV, and --out %s would be %s", e.Out, ending)
	default:
		return ending, nil
	}
}

// checkStatus refuses a status that cannot be set.
func checkStatus(entity *api.Entity, status string) error {
	if status == "" {
		return nil
	}
	if strings.TrimSpace(status) != status {
		return fail.Usagef("--then-status %q: a status without blanks around it is expected", status)
	}
	if !slices.Contains(api.VerbNames(entity), "update-status") {
		return fail.Usagef("--then-status: the status of %s cannot be set", entity.Name)
	}
	return bulk.CheckStatus(entity, status)
}

// addFlags adds those that say what is handed over.
func addFlags(cmd *cobra.Command, e *exportFlags) {
	flags := cmd.Flags()
	flags.StringVar(&e.Out, "out", "", "file of a batch, with {batch} in its name, and {kind}, {name}, {entity}, {env} or {date}")
	flags.StringVar(&e.Format, "format", "", "form of the file where its ending says nothing: csv, json, ndjson, …")
	flags.StringVar(&e.ThenStatus, "then-status", "", "status that the records get once they are delivered")
	flags.IntVar(&e.Limit, "limit", 0, "hand over at most so many records in a batch")
}

// exportFlags are those flags.
type exportFlags struct {
	config.Export

	where cmdkit.FilterFlags
	file  cmdkit.OutputFlags
}

// take takes the flags of filters and of the file, and the command.
func (e *exportFlags) take(command []string) {
	e.Where, e.IgnoreCase = e.where.Expressions, e.where.IgnoreCase
	e.Columns, e.NoHeader, e.Excel, e.Time = e.file.File()
	e.Command = command
}

// commandAlone refuses words that do not stand behind --.
func commandAlone(words int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		before := cmd.ArgsLenAtDash()
		if before < 0 {
			before = len(args)
		}
		if before != words {
			return fail.New(fail.Usage, "a command stands behind --", "%q takes %s, but got %d", cmd.CommandPath(), text.Counted(words, "argument"), before)
		}
		if before < len(args) || before == len(args) && cmd.ArgsLenAtDash() < 0 {
			return nil
		}
		return fail.Usagef("no command stands behind --")
	}
}
