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

// logFlags choose runs.
type logFlags struct {
	since, until, entity, key string
	output                    cmdkit.OutputFlags
}

// NewLogCommand makes the command log.
func NewLogCommand(a *cmdkit.Env) *cobra.Command {
	var flags logFlags
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
			return runLog(cmd.Context(), a, flags)
		},
	}
	cmd.Flags().StringVar(&flags.since, "since", "", "written at or after: RFC 3339, a date, epoch ms, or an age such as 90m, 24h, 7d")
	cmd.Flags().StringVar(&flags.until, "until", "", "written before, in the same forms; of a date, before that day begins")
	cmd.Flags().StringVar(&flags.entity, "entity", "", "only writes of this entity")
	cmd.Flags().StringVar(&flags.key, "key", "", "only writes of the record with this key or GUID")
	flags.output.Add(cmd, logFields)
	cmdkit.RegisterCompletion(cmd, "entity", cmdkit.CompleteEntities(a))
	cmdkit.RegisterCompletion(cmd, "since", cmdkit.CompleteWords("24h", "7d"))
	cmdkit.RegisterCompletion(cmd, "until", cmdkit.CompleteWords("24h", "7d"))
	cmd.AddCommand(newLogShowCommand(a))
	return cmd
}

// logFields describes the rows of runs; their time is shown as one.
func logFields() []api.Field { return cmdkit.Timed(cmdkit.RowFields(logRow{}), "time") }

func runLog(ctx context.Context, a *cmdkit.Env, flags logFlags) error {
	filter, err := logFilter(a, flags)
	if err != nil {
		return err
	}
	folder, err := a.StateDir()
	if err != nil {
		return err
	}
	var broken error
	shown := cmdkit.RowsWith(logFields(), "run", "time", "environment", "entities", "calls", "written", "failed", "unknown", "command")
	err = a.PrintRows(ctx, flags.output, shown, logRows(a, journal.Runs(folder, filter), &broken))
	return errors.Join(err, broken)
}

// logRows turns runs into rows. A line of the log that cannot be read is reported and passed over.
func logRows(a *cmdkit.Env, runs iter.Seq2[journal.Summary, error], broken *error) iter.Seq[any] {
	return func(yield func(any) bool) {
		for run, err := range runs {
			if brokenLine(a, err, broken) {
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
func brokenLine(a *cmdkit.Env, err error, broken *error) bool {
	if err == nil {
		return false
	}
	if _, ok := errors.AsType[*journal.LineError](err); ok {
		a.Problemf("%s", err)
	} else {
		*broken = err
	}
	return true
}

// logFilter understands the flags. --env counts only where it is given.
func logFilter(a *cmdkit.Env, flags logFlags) (journal.Filter, error) {
	filter := journal.Filter{Env: a.Flags.Env, Key: flags.key}
	if flags.entity != "" {
		entity, ok := a.Catalog.Entity(flags.entity)
		if !ok {
			return filter, fail.Usagef("--entity %s: there is no such entity; \"aimsio entities\" lists them", flags.entity)
		}
		filter.Entity = entity.Name
	}
	within, err := a.ParseWindow(flags.since, flags.until)
	filter.Since, filter.Until = within.Since, within.Until
	return filter, err
}
