package tools

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// logRow is what "log" tells of a run.
type logRow struct {
	Run         string   `json:"run"`
	Time        int64    `json:"time"`
	Environment string   `json:"environment"`
	User        string   `json:"user"`
	Entities    []string `json:"entities"`
	Calls       int      `json:"calls"`
	Written     int      `json:"written"`
	Failed      int      `json:"failed"`
	Unknown     int      `json:"unknown"`
	Command     string   `json:"command"`
	// Undoes is the run whose changes it put back.
	Undoes string `json:"undoes"`
}

// logOptions are what "log" needs.
type logOptions struct {
	*cmdkit.Streams
	*cmdkit.Settings
	*cmdkit.Output

	catalog *api.Catalog
	// These choose runs.
	since, until, entity, key string
	failed                    bool
	// limit is how many runs are shown, the latest, 0 for all.
	limit  int
	output cmdkit.OutputFlags
}

// NewLogCommand makes the command log.
func NewLogCommand(env *cmdkit.Env) *cobra.Command {
	o := logOptions{Streams: env.Streams, Settings: env.Settings, Output: env.Output, catalog: env.Catalog}
	cmd := &cobra.Command{
		Use:   "log",
		Short: "List what was written, when and by which command",
		Long: `List the runs that wrote to a server from this machine: when, to which environment, as which
user, by which command, and how many records were written, failed, or were sent without a good
answer, the latest last. --env picks those of one environment, --failed those in which a record
failed or nobody knows its outcome, and --limit the latest. "aimsio log show RUN" shows the calls
of a run.`,
		Example: `  # what was written today
  aimsio log --since 24h

  # what went wrong of late
  aimsio log --failed --limit 5

  # every write of one record
  aimsio log --entity employees --key 0012`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return cmdkit.NeedsSubcommand(cmd, args)
			}
			return runLog(cmd.Context(), &o)
		},
	}
	cmd.Flags().StringVar(&o.since, "since", "", "written at or after: RFC 3339, a date, epoch ms, or an age such as 90m, 24h, 7d")
	cmd.Flags().StringVar(&o.until, "until", "", "written before, in the same forms; of a date, before that day begins")
	cmd.Flags().StringVar(&o.entity, "entity", "", "only writes of this entity")
	cmd.Flags().StringVar(&o.key, "key", "", "only writes of the record with this key or GUID")
	cmd.Flags().BoolVar(&o.failed, "failed", false, "only runs in which a record failed, or was sent without a good answer")
	cmd.Flags().IntVar(&o.limit, "limit", 0, "show at most so many runs, the latest")
	o.output.Add(cmd, logFields)
	cmdkit.RegisterCompletion(cmd, "entity", cmdkit.CompleteEntities(env))
	cmdkit.RegisterCompletion(cmd, "since", cmdkit.CompleteWords("24h", "7d"))
	cmdkit.RegisterCompletion(cmd, "until", cmdkit.CompleteWords("24h", "7d"))
	cmd.AddCommand(newLogShowCommand(env))
	return cmd
}

// logFields describes the rows of runs; their time is shown as one.
func logFields() []api.Field { return cmdkit.Timed(cmdkit.RowFields(logRow{}), "time") }

func runLog(ctx context.Context, o *logOptions) error {
	filter, err := o.filter()
	if err != nil {
		return err
	}
	folder, err := o.StateDir()
	if err != nil {
		return err
	}
	shown := cmdkit.RowsWith(logFields(), "run", "time", "environment", "entities", "calls", "written", "failed", "unknown", "command").Keeping("run")
	shown.Everywhere = true
	runs, broken := o.chosen(journal.Runs(folder, filter))
	left := 0
	if o.limit > 0 {
		left = max(0, len(runs)-o.limit)
	}
	rows := make([]logRow, 0, len(runs)-left)
	for _, run := range runs[left:] {
		rows = append(rows, logRowOf(run))
	}
	if err := errors.Join(o.PrintRows(ctx, o.output, shown, cmdkit.RowsOf(rows)), broken); err != nil || left == 0 {
		return err
	}
	o.Notef("showing %s of %s", text.Count(o.limit), text.Counted(len(runs), "run"))
	return nil
}

// chosen gives the runs that --failed leaves. A line of the log that cannot be read is reported and passed over.
func (o *logOptions) chosen(all iter.Seq2[journal.Summary, error]) (runs []journal.Summary, broken error) {
	for run, err := range all {
		if !brokenLine(o.Streams, err, &broken) && (!o.failed || run.Wrong()) {
			runs = append(runs, run)
		}
	}
	return runs, broken
}

func logRowOf(run journal.Summary) logRow {
	return logRow{
		Run: run.ID, Time: run.Time.UnixMilli(), Environment: run.Environment, User: run.User,
		Entities: append([]string{}, run.Entities...), Calls: run.Calls, Written: run.Written,
		Failed: run.Failed, Unknown: run.Unknown, Command: strings.Join(run.Command, " "), Undoes: run.Undoes,
	}
}

// brokenLine reports a line that cannot be read. Any other error ends the log and is kept.
func brokenLine(streams *cmdkit.Streams, err error, broken *error) bool {
	if err == nil {
		return false
	}
	if _, ok := errors.AsType[*journal.LineError](err); ok {
		streams.Problemf("%s", err)
	} else {
		*broken = err
	}
	return true
}

// filter understands the flags. --env counts only where it is given.
func (o *logOptions) filter() (journal.Filter, error) {
	filter := journal.Filter{Env: o.Flags.Env, Key: o.key}
	if o.entity != "" {
		entity, ok := o.catalog.Entity(o.entity)
		if !ok {
			return filter, fail.Usagef("--entity %s: there is no such entity; \"aimsio entities\" lists them", o.entity)
		}
		filter.Entity = entity.Name
	}
	if o.limit < 0 {
		return filter, fail.Usagef("--limit %d: at least 1 run, or 0 for all", o.limit)
	}
	within, err := o.ParseWindow(o.since, o.until)
	filter.Since, filter.Until = within.Since, within.Until
	return filter, err
}
