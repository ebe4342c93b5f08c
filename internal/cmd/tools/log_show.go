package tools

import (
	"context"
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/journal"
)

// rowOfCall is what "log show" tells of a call.
type callRow struct {
	Call      int              `json:"call"`
	Time      int64            `json:"time"`
	Entity    string           `json:"entity"`
	Operation string           `json:"operation"`
	Method    string           `json:"method"`
	Path      string           `json:"path"`
	Outcome   string           `json:"outcome"`
	Status    int              `json:"status"`
	Took      int64            `json:"tookMs"`
	Message   string           `json:"message"`
	Keys      []string         `json:"keys"`
	Body      jsontext.Value   `json:"body"`
	Before    []jsontext.Value `json:"before"`
	Changes   []recordChange   `json:"changes"`
	// Hidden are the places of body, before and keys that hold *** in the place of a secret.
	Hidden []jsontext.Pointer `json:"hidden,omitempty"`
}

// callTableRow is the same for tables and CSV, where the changes stand in one cell.
type callTableRow struct {
	callRow

	Changes string `json:"changes"`
}

func newLogShowCommand(a *cmdkit.Env) *cobra.Command {
	var flags cmdkit.OutputFlags
	cmd := &cobra.Command{
		Use:   "show RUN",
		Short: "Show every call of a run",
		Long: `Show every writing call of a run: when, what was sent, the records as they were before where
they had been read, what was changed in them, and how it ended. A call without an outcome was
under way when the program was stopped. The bodies are in -o json, ndjson and yaml.`,
		Example: `  aimsio log show 20261123T150405-4f2a

  # what was sent
  aimsio log show 20261123T150405-4f2a -o json --jq '.[].body'`,
		Args: cmdkit.OneArg("the run, as \"aimsio log\" lists it"),
		ValidArgsFunction: cmdkit.CompleteOnce(func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			return completeRuns(a, cmd, args, typed)
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runLogShow(cmd.Context(), a, args[0], flags)
		},
	}
	flags.Add(cmd, callFields)
	return cmd
}

func callFields() []api.Field { return cmdkit.Timed(cmdkit.RowFields(callRow{}), "time") }

func completeRuns(a *cmdkit.Env, _ *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	folder, err := a.StateDir()
	if err != nil {
		return nil, cmdkit.WordDone
	}
	var runs []string
	for run, err := range journal.Runs(folder, journal.Filter{}) {
		if err == nil {
			runs = append(runs, run.ID)
		}
	}
	return runs, cmdkit.WordDone
}

func runLogShow(ctx context.Context, a *cmdkit.Env, run string, flags cmdkit.OutputFlags) error {
	folder, err := a.StateDir()
	if err != nil {
		return err
	}
	var broken error
	count := 0
	shown := cmdkit.RowsWith(callFields(), "call", "time", "entity", "operation", "outcome", "status", "tookMs", "keys", "message", "changes")
	printer, err := a.Printer(flags, shown)
	if err != nil {
		return err
	}
	rows := callRows(a, printer.Flat(), journal.Read(folder, journal.Filter{Run: run}), &count, &broken)
	return a.PrintRowsOr(ctx, flags, shown, rows, func() error {
		if broken == nil && count == 0 {
			return fail.New(fail.NotFound, "\"aimsio log\" lists the runs", "there is no run %q in the log", run)
		}
		return broken
	})
}

func callRows(a *cmdkit.Env, flat bool, calls iter.Seq2[journal.Call, error], count *int, broken *error) iter.Seq[any] {
	return func(yield func(any) bool) {
		for call, err := range calls {
			if brokenLine(a, err, broken) {
				continue
			}
			*count++
			row, err := rowOfCall(a, call, flat)
			if err != nil {
				*broken = err
				return
			}
			if !yield(row) {
				return
			}
		}
	}
}

// rowOfCall makes the row of a call; flat has the changes in one cell.
func rowOfCall(a *cmdkit.Env, call journal.Call, flat bool) (any, error) {
	row := callRowOf(call)
	var err error
	if row.Changes, err = callChanges(a, call); err != nil || !flat {
		return row, err
	}
	var parts []string
	for _, one := range row.Changes {
		if one.words != "" {
			parts = append(parts, one.Key+": "+one.words)
		}
	}
	return callTableRow{callRow: row, Changes: strings.Join(parts, " | ")}, nil
}

func callRowOf(call journal.Call) callRow {
	row := callRow{
		Call: call.ID, Time: call.Time.UnixMilli(), Entity: call.Entity, Operation: call.Operation,
		Method: call.Method, Path: call.Path, Keys: call.Keys, Body: call.Body, Before: call.Before, Hidden: call.Hidden,
	}
	if call.Result != nil {
		row.Outcome, row.Status, row.Message = call.Result.Outcome, call.Result.Status, call.Result.Message
		row.Took = call.Result.Took.Milliseconds()
	}
	return row
}
