package handover

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/text"
)

func newBackupCommand(env *cmdkit.Env) *cobra.Command {
	o := newReadOptions(env)
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Write the whole ledger to a file",
		Long: `Write the whole ledger to a file, as it is at one moment: all exports, batches, records and the bytes of
their files. "aimsio export restore" takes it back, into SQLite or PostgreSQL. A file that is there is
replaced when the new one is whole.`,
		Example: `  aimsio joborders export --env demo --to erp --out 'jobs-{batch}.csv'
  aimsio export backup ledger-backup.ndjson --env demo`,
		Args: cmdkit.OneArg("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error { return o.backup(cmd.Context(), args[0]) },
	}
	cmdkit.AddMirrorFlag(env, cmd)
	return cmd
}

func (o *readOptions) backup(ctx context.Context, path string) error {
	if err := cmdkit.CheckOutput(path); err != nil {
		return err
	}
	opened, err := o.mirrors.OpenLedger(ctx, false)
	if errors.Is(err, ledger.ErrNone) {
		return fail.New(fail.Failed, "", "there is no ledger yet: nothing was handed over")
	}
	if err != nil {
		return err
	}
	whole, err := files.Begin(path)
	if err != nil {
		return err
	}
	o.streams.TempFiles.Add(whole.Temporary())
	defer o.streams.TempFiles.Drop(whole.Temporary())
	count, err := opened.Backup(ctx, whole)
	if err != nil {
		return errors.Join(cmdkit.LedgerError(err), whole.Discard())
	}
	if err := whole.Commit(); err != nil {
		return err
	}
	o.streams.Notef("%s in %s", text.Counted(count, "row"), path)
	return nil
}

// restoreOptions are what "export restore" needs.
type restoreOptions struct {
	*readOptions

	takeOver bool
}

func newRestoreCommand(env *cmdkit.Env) *cobra.Command {
	o := &restoreOptions{readOptions: newReadOptions(env)}
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Make the ledger of a backup",
		Long: `Make the ledger of a file that "aimsio export backup" wrote. A ledger that holds anything is left as
it is. What was handed over after the backup is not in it: take the newest, and cancel nothing that
the receiver has.

A backup is of the records that one server shows to one user. --take-over makes of it the ledger of the
environment that is meant, where its integration user has another name now.`,
		Example: `  aimsio joborders export --env demo --to erp --out 'jobs-{batch}.csv'
  aimsio export backup ledger-backup.ndjson --env demo
  aimsio export restore ledger-backup.ndjson --env demo --mirror other.db`,
		Args: cmdkit.OneArg("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error { return o.restore(cmd.Context(), args[0]) },
	}
	cmd.Flags().BoolVar(&o.takeOver, "take-over", false, "take a backup of another server or user for this environment's")
	cmdkit.AddMirrorFlag(env, cmd)
	return cmd
}

func (o *restoreOptions) restore(ctx context.Context, path string) error {
	file, err := os.Open(path) //nolint:gosec // the user names the file
	if err != nil {
		return fail.Usagef("%w", err)
	}
	defer cmdkit.CloseQuietly(file)
	opened, err := o.mirrors.OpenLedger(ctx, true)
	if err != nil {
		return err
	}
	count, err := opened.Restore(ctx, file, o.takeOver)
	if invalid, is := errors.AsType[*ledger.BackupError](err); is {
		return fail.New(fail.Invalid, "", "%s: %w: nothing was restored", path, invalid)
	}
	if errors.Is(err, ledger.ErrNotEmpty) {
		return fail.New(fail.Guarded, "--mirror names another place, and the ledger beside it", "the ledger %s: %w", opened.Place(), ledger.ErrNotEmpty)
	}
	if err != nil {
		return cmdkit.LedgerError(err)
	}
	o.streams.Notef("%s of %s are in the ledger %s", text.Counted(count, "row"), path, opened.Place())
	return nil
}
