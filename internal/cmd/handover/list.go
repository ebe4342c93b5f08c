package handover

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
)

// exportRow is an export as it is printed.
type exportRow struct {
	Name       string `json:"name"`
	Entity     string `json:"entity"`
	Batches    int64  `json:"batches"`
	Unfinished int64  `json:"unfinished"`
	Records    int64  `json:"records"`
	LastBatch  int64  `json:"lastBatch"`
	LastAt     *int64 `json:"lastAt"`
}

func exportFields() []api.Field { return cmdkit.Timed(cmdkit.RowFields(exportRow{}), "lastAt") }

// readOptions are what a command needs that only reads the ledger.
type readOptions struct {
	output   cmdkit.OutputFlags
	streams  *cmdkit.Streams
	printing *cmdkit.Output
	mirrors  *cmdkit.Mirrors
}

func newReadOptions(env *cmdkit.Env) *readOptions {
	return &readOptions{streams: env.Streams, printing: env.Output, mirrors: env.Mirrors}
}

func newListCommand(env *cmdkit.Env) *cobra.Command {
	o := newReadOptions(env)
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the exports that the ledger knows",
		Long: `List the exports that the ledger knows: whose records they hand over, how many batches and
records were delivered, and how many batches are not finished.`,
		Example: `  aimsio export list --env demo`,
		Args:    cmdkit.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.list(cmd.Context()) },
	}
	o.output.Add(cmd, exportFields)
	cmdkit.AddMirrorFlag(env, cmd)
	return cmd
}

func (o *readOptions) list(ctx context.Context) error {
	layout := cmdkit.RowsWith(exportFields(), "name", "entity", "batches", "unfinished", "records", "lastBatch", "lastAt")
	if _, err := o.printing.Printer(o.output, layout); err != nil {
		return err
	}
	opened, err := o.mirrors.OpenLedger(ctx, false)
	var all []ledger.Export
	switch {
	case errors.Is(err, ledger.ErrNone):
	case err != nil:
		return err
	default:
		if all, err = opened.Exports(ctx); err != nil {
			return cmdkit.LedgerError(err)
		}
	}
	if len(all) == 0 {
		o.streams.Notef("nothing was handed over yet")
	}
	rows := make([]exportRow, 0, len(all))
	for _, one := range all {
		rows = append(rows, exportRow{
			Name: one.Name, Entity: one.Entity, Batches: one.Batches, Unfinished: one.Unfinished, Records: one.Records,
			LastBatch: one.Last, LastAt: millis(one.LastMade),
		})
	}
	return o.printing.PrintRows(ctx, o.output, layout, cmdkit.RowsOf(rows))
}
