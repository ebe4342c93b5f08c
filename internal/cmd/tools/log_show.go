package tools

import (
	"context"
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/journal"
)

// callRow is what "log show" tells of a call.
type callRow struct {
	Call      int    `json:"call"`
	Time      int64  `json:"time"`
	Entity    string `json:"entity"`
	Operation string `json:"operation"`
	Method    string `json:"method"`
	Path      string `json:"path"`
	Outcome   string `json:"outcome"`
	// Outcomes has the word for each record where one does not fit all.
	Outcomes []string         `json:"outcomes,omitempty"`
	Status   int              `json:"status"`
	Took     int64            `json:"tookMs"`
	Message  string           `json:"message"`
	Keys     []string         `json:"keys"`
	Body     jsontext.Value   `json:"body"`
	Before   []jsontext.Value `json:"before"`
	Changes  []recordChange   `json:"changes"`
	// Hidden are the places of body, before and keys that hold *** in the place of a secret.
	Hidden []jsontext.Pointer `json:"hidden,omitempty"`
}

// callTableRow is the same for tables and CSV, where the changes stand in one cell.
type callTableRow struct {
	callRow

	Changes string `json:"changes"`
}

// logShowOptions are what "log show" needs.
type logShowOptions struct {
	*cmdkit.Streams
	*cmdkit.Settings
	*cmdkit.Output

	catalog *api.Catalog
	// run is the id of a run.
	run    string
	output cmdkit.OutputFlags
}

func newLogShowCommand(env *cmdkit.Env) *cobra.Command {
	o := logShowOptions{Streams: env.Streams, Settings: env.Settings, Output: env.Output, catalog: env.Catalog}
	cmd := &cobra.Command{
		Use:   "show RUN",
		Short: "Show every call of a run",
		Long: `Show every writing call of a run: when, what was sent, the records as they were before where
they had been read, what was changed in them, and how it ended. A call without an outcome was
under way when the program was stopped. The bodies are in -o json, ndjson and yaml. "last" is the
latest run, with --env that of the environment.`,
		Example: `  aimsio log show last

  aimsio log show 20261123T150405-4f2a

  # what was sent
  aimsio log show 20261123T150405-4f2a -o json --jq '.[].body'`,
		Args:              cmdkit.OneArg("the run, as \"aimsio log\" lists it, or last"),
		ValidArgsFunction: cmdkit.CompleteOnce(cmdkit.CompleteRuns(env.StateDir)),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.run = args[0]
			return runLogShow(cmd.Context(), &o)
		},
	}
	o.output.Add(cmd, callFields)
	return cmd
}

func callFields() []api.Field { return cmdkit.Timed(cmdkit.RowFields(callRow{}), "time") }

func runLogShow(ctx context.Context, o *logShowOptions) error {
	folder, err := o.StateDir()
	if err != nil {
		return err
	}
	filter, err := cmdkit.RunNamed(folder, o.run, o.Flags.Env)
	if err != nil {
		return err
	}
	var broken error
	count := 0
	shown := cmdkit.RowsWith(callFields(), "call", "time", "entity", "operation", "outcome", "status", "tookMs", "keys", "message", "changes").
		Keeping("call", "outcome").Wrapping("keys", "message", "changes")
	shown.Everywhere = true
	printer, err := o.Printer(o.output, shown)
	if err != nil {
		return err
	}
	rows := o.rows(printer.Flat(), journal.Read(folder, filter), &count, &broken)
	return o.PrintRowsOr(ctx, o.output, shown, rows, func() error {
		if broken == nil && count == 0 {
			return cmdkit.NoRun(o.run)
		}
		return broken
	})
}

// rows makes the rows of calls, and counts them; flat has the changes in one cell.
func (o *logShowOptions) rows(flat bool, calls iter.Seq2[journal.Call, error], count *int, broken *error) iter.Seq[any] {
	return func(yield func(any) bool) {
		for call, err := range calls {
			if brokenLine(o.Streams, err, broken) {
				continue
			}
			*count++
			row, err := o.row(call, flat)
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

func (o *logShowOptions) row(call journal.Call, flat bool) (any, error) {
	row := callRowOf(call)
	var err error
	if row.Changes, err = callChanges(o.catalog, o.ChangeWords, call); err != nil || !flat {
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
		row.Outcomes = call.Result.Outcomes
		row.Outcome, row.Status, row.Message = call.Result.Outcome, call.Result.Status, call.Result.Message
		row.Took = call.Result.Took.Milliseconds()
	}
	return row
}
