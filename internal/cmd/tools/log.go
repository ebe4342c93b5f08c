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
}

// logOptions are what "log" needs.
type logOptions struct {
	*cmdkit.Streams
	*cmdkit.Settings
	*cmdkit.Output

	catalog *api.Catalog
	// These choose runs.
	since, until, entity, key string
	output                    cmdkit.OutputFlags
}

// NewLogCommand makes the command log.
func NewLogCommand(env *cmdkit.Env) *cobra.Command {
	o := logOptions{Streams: env.Streams, Settings: env.Settings, Output: env.Output, catalog: env.Catalog}
	cmd := &cobra.Command{
		Use:   "log",
		Short: "List what was written, when and by which command",
		Long: `List the runs that wrote to a server from this machine: when, to which environment, as which
user, by which command, and how many records were written, failed, or were sent without a good
answer. --env picks those of one environment. "aimsio log show RUN" shows the calls of a run.`,
		Example: `  # what was written today
  aimsio log --since 24h

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
	var broken error
	shown := cmdkit.RowsWith(logFields(), "run", "time", "environment", "entities", "calls", "written", "failed", "unknown", "command")
	err = o.PrintRows(ctx, o.output, shown, logRows(o.Streams, journal.Runs(folder, filter), &broken))
	return errors.Join(err, broken)
}

// logRows turns runs into rows. A line of the log that cannot be read is reported and passed over.
func logRows(streams *cmdkit.Streams, runs iter.Seq2[journal.Summary, error], broken *error) iter.Seq[any] {
	return func(yield func(any) bool) {
		for run, err := range runs {
			if brokenLine(streams, err, broken) {
				continue
			}
			row := logRow{
				Run: run.ID, Time: run.Time.UnixMilli(), Environment: run.Environment, User: run.User,
				Entities: append([]string{}, run.Entities...), Calls: run.Calls, Written: run.Written,
				Failed: run.Failed, Unknown: run.Unknown, Command: strings.Join(run.Command, " "),
			}
			if !yield(row) {
				return
			}
		}
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
	within, err := o.ParseWindow(o.since, o.until)
	filter.Since, filter.Until = within.Since, within.Until
	return filter, err
}
