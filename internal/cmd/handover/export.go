// Package handover holds the commands that hand records over to a receiver: the verb "export" of an entity, and "export"
// with its subcommands, which work with what the configuration names and with the ledger.
package handover

import (
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// NewExportCommand makes the command export.
func NewExportCommand(env *cmdkit.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Hand records over to payroll or an ERP, once each",
		Long: `Hand records over to a receiver, such as payroll or an ERP: once each, in batches with a number,
and again with the same number and the same bytes after a crash. "aimsio timecards export --to
NAME" begins one; "export run NAME" does the same with what the configuration says under exports.

What was handed over stands in the ledger, which lies beside the mirror and which nothing but these
commands changes.`,
		Example: `  aimsio export list --env demo`,
		Args:    cobra.ArbitraryArgs,
		RunE:    cmdkit.NeedsSubcommand,
	}
	cmd.AddCommand(newRunCommand(env), newListCommand(env), newShowCommand(env), newRetryCommand(env), newCancelCommand(env),
		newChangedCommand(env), newAcceptCommand(env), newReconcileCommand(env), newBackupCommand(env), newRestoreCommand(env))
	return cmd
}
