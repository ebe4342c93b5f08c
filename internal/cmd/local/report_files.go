package local

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/report"
)

// reportRow is a report that can be made.
type reportRow struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Place string `json:"place"`
	Wrong string `json:"wrong"`
}

func newReportListCommand(a *cmdkit.Env) *cobra.Command {
	var flags cmdkit.OutputFlags
	streams, settings, printing := a.Streams, a.Settings, a.Output
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the reports: the program's, and those of your folder",
		Long: `List the reports that can be made: those of the program, and those in the folder "reports" beside the
configuration. One of yours stands in the place of the program's of the same name.`,
		Example: `  aimsio report list`,
		Args:    cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runReportList(cmd.Context(), streams, settings, printing, flags)
		},
	}
	flags.Add(cmd, func() []api.Field { return cmdkit.RowFields(reportRow{}) })
	return cmd
}

func runReportList(ctx context.Context, streams *cmdkit.Streams, settings *cmdkit.Settings, printing *cmdkit.Output, flags cmdkit.OutputFlags) error {
	folder, err := reportFolder(settings)
	if err != nil {
		return err
	}
	all, err := report.List(folder)
	if err != nil {
		return err
	}
	columns := []string{"name", "title", "place"}
	var rows []reportRow
	for _, one := range all {
		rows = append(rows, reportRow(one))
		if one.Wrong != "" {
			streams.Problemf("%s", one.Wrong)
		}
	}
	shown := cmdkit.RowLayout(reportRow{}, columns...)
	shown.Everywhere = true
	return printing.PrintRows(ctx, flags, shown, cmdkit.RowsOf(rows))
}

func newReportInitCommand(a *cmdkit.Env) *cobra.Command {
	o := &reportInitOptions{streams: a.Streams, settings: a.Settings}
	cmd := &cobra.Command{
		Use:   "init [NAME]",
		Short: "Write the file of a report, to change it",
		Long: `Write the file of a report, to change it: the program's of that name, or that of jobs where there is
none. Without --out it goes into the folder "reports" beside the configuration, where "aimsio report
NAME" finds it. A file that is there is never overwritten; "--out -" prints it.`,
		Example: `  aimsio report init crews --out crews.yaml

  # what the program's own report asks
  aimsio report init unbilled --out -`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: cmdkit.CompleteNothing,
		RunE: func(_ *cobra.Command, args []string) error {
			o.name = "jobs"
			if len(args) > 0 {
				o.name = args[0]
			}
			return runReportInit(o)
		},
	}
	cmd.Flags().StringVar(&o.out, "out", "", "the file to write, - for standard output")
	return cmd
}

// reportInitOptions are what "report init" needs.
type reportInitOptions struct {
	name, out string

	streams  *cmdkit.Streams
	settings *cmdkit.Settings
}

func runReportInit(o *reportInitOptions) error {
	if base := filepath.Base(o.name); base != o.name || filepath.Ext(o.name) != "" || o.name == "" || o.name == "." {
		return fail.Usagef("the name of a report is one word, not %q: --out names a file", o.name)
	}
	content, found := report.Source(o.name)
	if !found {
		content, _ = report.Source("jobs")
	}
	if o.out != "" && cmdkit.IsStandardOutput(o.out) {
		_, err := o.streams.Out.Write(content)
		return cmdkit.WrapWrite(err)
	}
	place := o.out
	if place == "" {
		folder, err := reportFolder(o.settings)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fail.New(fail.Failed, "", "making the folder of reports: %w", err)
		}
		place = filepath.Join(folder, o.name+".yaml")
	}
	if err := writeNew(place, content); err != nil {
		return err
	}
	o.streams.Notef("%s is written: change it, then: aimsio report %s", place, called(o.name, o.out))
	return nil
}

// called is how the report of a file is asked for.
func called(name, out string) string {
	if out == "" {
		return name
	}
	if filepath.Base(out) == out {
		return "." + string(filepath.Separator) + out
	}
	return out
}

// writeNew writes a file that must not be there yet.
func writeNew(place string, content []byte) error {
	file, err := os.OpenFile(place, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the user names the file
	if errors.Is(err, fs.ErrExist) {
		return fail.New(fail.Usage, "--out names another file", "%s is there already, and is not overwritten", place)
	}
	if err == nil {
		_, err = file.Write(content)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return fail.New(fail.Failed, "", "writing the report: %w", err)
	}
	return nil
}
