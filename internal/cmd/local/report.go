package local

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/report"
)

// NewReportCommand makes the command report.
func NewReportCommand(a *cmdkit.Env) *cobra.Command {
	o := &reportOptions{streams: a.Streams, settings: a.Settings, printing: a.Output, mirrors: a.Mirrors, catalog: a.Catalog}
	cmd := &cobra.Command{
		Use:   "report NAME",
		Short: "Make a report of the local copy: tables and charts",
		Long: `Make a report of the mirror: what several queries answer, as tables and charts, in the terminal or,
with --out, as one page or one Excel workbook. Nothing is called, and nothing can be changed.

Built in are jobs (by status, customer and month), unbilled (finished jobs without an invoice, and the
value at risk), hours (by employee, trade and period) and sync (what changed of late). A report of your
own is a file, named by its path, or kept in the folder "reports" beside the configuration; "aimsio
report init" writes one to change. A part that needs fields that your account's description lacks is
left out, and says so.

The queries may name :since and :until, which --since and --until set, and parameters of their own,
which --param sets.`,
		Example: `  aimsio report jobs --env demo

  # one page to send on, and a workbook
  aimsio report unbilled --env demo --out unbilled.html
  aimsio report hours --env demo --since 30d --out hours.xlsx

  # of your own
  aimsio report init crews --out crews.yaml
  aimsio report ./crews.yaml --env demo`,
		Args: cobra.ArbitraryArgs,
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return reportNames(a.Settings, args), cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fail.New(fail.Usage, "\"aimsio report list\" lists the reports",
					"\"aimsio report\" takes one argument, the report, but got %d", len(args))
			}
			o.name = args[0]
			return runReport(cmd.Context(), o)
		},
	}
	cmdkit.AddMirrorFlag(a, cmd)
	cmd.Flags().StringVar(&o.out, "out", "", "write a page (.html) or a workbook (.xlsx), whole or not at all")
	cmd.Flags().StringVar(&o.since, "since", "", "from when on to look: RFC 3339, a date, epoch ms, or an age such as 24h, 7d")
	cmd.Flags().StringVar(&o.until, "until", "", "until when, in the same forms; of a date, before that day begins")
	cmd.Flags().StringArrayVar(&o.params, "param", nil, "value of a parameter of the report's own: NAME=VALUE (repeatable)")
	cmd.Flags().BoolVar(&o.powerful, "allow-superuser", false, "ask as a role of PostgreSQL that may do more than read")
	cmdkit.RegisterCompletion(cmd, "since", cmdkit.CompleteWords("24h", "7d", "90d"))
	cmdkit.RegisterCompletion(cmd, "until", cmdkit.CompleteWords("24h", "7d"))
	cmd.AddCommand(newReportListCommand(a), newReportInitCommand(a))
	return cmd
}

// reportOptions are what "report" needs.
type reportOptions struct {
	name, out, since, until string
	params                  []string
	powerful                bool

	streams  *cmdkit.Streams
	settings *cmdkit.Settings
	printing *cmdkit.Output
	mirrors  *cmdkit.Mirrors
	catalog  *api.Catalog
}

func reportNames(settings *cmdkit.Settings, args []string) []string {
	folder, err := reportFolder(settings)
	if err != nil || len(args) > 0 {
		return nil
	}
	all, err := report.List(folder)
	if err != nil {
		return nil
	}
	var names []string
	for _, one := range all {
		names = append(names, one.Name)
	}
	return names
}

// reportFolder is where the user's own reports are.
func reportFolder(settings *cmdkit.Settings) (string, error) {
	loaded, err := settings.Load()
	if err != nil {
		return "", err
	}
	file, err := loaded.File()
	if err != nil {
		return "", err
	}
	return filepath.Join(filepath.Dir(file), "reports"), nil
}

// form is how the report is written: by -o, else by the ending of --out, else for a terminal.
func (o *reportOptions) form() (output.Format, error) {
	wanted := strings.ToLower(o.settings.Flags.Output)
	if wanted == "" {
		switch ending := strings.ToLower(filepath.Ext(o.out)); ending {
		case ".html", ".htm":
			wanted = "html"
		case ".xlsx":
			wanted = "xlsx"
		case "", ".txt":
		default:
			return "", fail.Usagef("--out %s: a report is a page (.html), a workbook (.xlsx), or text (.txt)", o.out)
		}
	}
	switch format := output.Format(wanted); format {
	case "", output.Table:
		return output.Table, nil
	case output.HTML:
		return format, nil
	case output.XLSX:
		if cmdkit.IsStandardOutput(o.out) && cmdkit.IsTerminal(o.streams.Out) {
			return "", fail.Usagef("a workbook is no text: name a file with --out")
		}
		return format, nil
	default:
		return "", fail.New(fail.Usage, "\"aimsio sql\" has every format", "a report is printed as a table, or written as html or xlsx, not as %s", wanted)
	}
}

func runReport(ctx context.Context, o *reportOptions) error {
	form, err := o.form()
	if err != nil {
		return err
	}
	if err := cmdkit.CheckOutput(o.out); err != nil {
		return err
	}
	file, err := o.find()
	if err != nil {
		return err
	}
	window, err := o.window(file)
	if err != nil {
		return err
	}
	store, err := o.mirrors.OpenMirror(ctx, false)
	if err != nil {
		return err
	}
	values, err := o.values(file, window, store)
	if err != nil {
		return err
	}
	if err := store.MakeViews(ctx); err != nil {
		o.streams.Notef("warning: the views are not up to date: %s", fail.OneLine(err))
	}
	querier, err := store.OpenQuerier(ctx, mirror.QuerierOptions{Powerful: o.powerful})
	if err != nil {
		return o.mirrors.MirrorError(err)
	}
	defer cmdkit.CloseQuietly(querier)
	run := &reportRun{reportOptions: o, file: file, store: store}
	runner := &report.Runner{Store: store, Querier: querier, Catalog: o.catalog, Values: values, Reads: run.reads}
	parts, err := runner.Run(ctx, file)
	if err != nil {
		return run.failed(ctx, err)
	}
	return run.write(ctx, form, parts, window)
}

func (o *reportOptions) find() (*report.File, error) {
	folder, err := reportFolder(o.settings)
	if err != nil {
		return nil, err
	}
	file, err := report.Find(o.name, folder)
	if missing, ok := errors.AsType[*report.NotFoundError](err); ok {
		return nil, cmdkit.UsageHint(cmdkit.Nearest(o.name, missing.Known), "%s", missing.Error())
	}
	return file, fail.AsUsage(err)
}

// window is the time that is looked at: as the flags say, else as the file does, and up to now.
func (o *reportOptions) window(file *report.File) (report.Window, error) {
	since := o.since
	if since == "" {
		since = file.Since
	}
	found, err := o.settings.ParseWindow(since, o.until)
	if err != nil {
		return report.Window{}, err
	}
	if found.Until.IsZero() {
		found.Until = o.settings.Now()
	}
	return report.Window{Since: found.Since, Until: found.Until}, nil
}

// values are those of the parameters. One that no query names would be without effect.
func (o *reportOptions) values(file *report.File, window report.Window, store *mirror.Store) (map[string]any, error) {
	environment, err := o.settings.Environment()
	if err != nil {
		return nil, err
	}
	days, err := o.settings.Zone()
	if err != nil {
		return nil, err
	}
	values := window.Values(days, environment.StatusGroups)
	taken := file.Parameters(store.OnServer())
	for _, bound := range []struct{ flag, given string }{{"since", o.since}, {"until", o.until}} {
		takes := slices.ContainsFunc(taken, func(name string) bool { return name == bound.flag || strings.HasPrefix(name, bound.flag+"_") })
		if bound.given != "" && !takes {
			return nil, fail.Usagef("--%s has no effect: no query of the report %s names :%[1]s", bound.flag, file.Name)
		}
	}
	for _, param := range o.params {
		name, value, found := strings.Cut(param, "=")
		if !found || name == "" {
			return nil, fail.Usagef("--param %s is not of the form NAME=VALUE", param)
		}
		if _, own := values[name]; own {
			return nil, fail.Usagef("--param %s: :%[1]s has its value from the program", name)
		}
		if !slices.Contains(taken, name) {
			return nil, fail.Usagef("--param %s has no effect: no query of the report %s names :%[1]s", name, file.Name)
		}
		values[name] = value
	}
	return values, nil
}

// zoneDay writes a moment for the heading.
func zoneDay(at time.Time, zone *time.Location) string { return at.In(zone).Format("2006-01-02 15:04") }

// spanOf says what time is looked at, empty for all.
func spanOf(window report.Window, zone *time.Location, given bool) string {
	if window.Since.IsZero() && !given {
		return ""
	}
	if window.Since.IsZero() {
		return "until " + zoneDay(window.Until, zone)
	}
	return fmt.Sprintf("from %s to %s", zoneDay(window.Since, zone), zoneDay(window.Until, zone))
}
