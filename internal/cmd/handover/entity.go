package handover

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// NewEntityExportCommand makes the command export of an entity.
func NewEntityExportCommand(env *cmdkit.Env, entity *api.Entity) *cobra.Command {
	o := newOptions(env)
	e := &exportFlags{}
	cmd := &cobra.Command{
		Use:   "export --to NAME --out FILE [-- COMMAND [ARG...]]",
		Short: fmt.Sprintf("Hand %s over to a receiver, once each", entity.Name),
		Long: fmt.Sprintf(`Hand over the %[1]s that match --where and were never handed over to NAME.

The mirror is brought up to date first. What is handed over is a batch with a number: it goes into
the ledger, is written as a file, and COMMAND delivers that: it gets the path in place of {file} in
its arguments, or behind them, and the content on standard input. Without COMMAND the file is the
delivery. Only then the records get the status of --then-status.

A run that finds an unfinished batch finishes it first, with the same number and the same bytes. So
the receiver knows a repetition by the number of the batch.`, entity.Name),
		Example: fmt.Sprintf(`  # all that there are, and later only what is new
  aimsio %[1]s export --env demo --to erp --out '%[1]s-{batch}.csv'

  # to a command, which may be a script of your own
  aimsio %[1]s export --env demo --to erp --out '%[1]s-{batch}.ndjson' -- cp {file} delivered.ndjson`, entity.Name),
		Args: commandAlone(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			e.take(args)
			return o.handOver(cmd.Context(), entity, e.Export)
		},
	}
	fields := func() []api.Field { return api.ListFields(entity) }
	cmd.Flags().StringVar(&e.Name, "to", "", "name of the export: who receives the records")
	e.where.Add(env, cmd, entity, fields, "where", "filter")
	addFlags(cmd, e)
	cmdkit.RegisterCompletion(cmd, "then-status", cmdkit.CompleteStatuses(env, entity, false))
	e.file.AddFile(cmd, fields)
	cmdkit.AddExplode(cmd, &e.Explode, fields)
	o.addHandOverFlags(env, cmd)
	return cmd
}
