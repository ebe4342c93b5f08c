package handover

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/handover"
)

// cancelOptions are what "export cancel" needs.
type cancelOptions struct {
	*readOptions

	notDelivered, wait bool
}

func newCancelCommand(env *cmdkit.Env) *cobra.Command {
	o := &cancelOptions{readOptions: newReadOptions(env)}
	cmd := &cobra.Command{
		Use:   "cancel NAME BATCH",
		Short: "Give up a batch before it is delivered",
		Long: `Give up a batch that was not delivered. Its records are handed over with the next batch, as if they
never were, and its number stays used. Its file is removed where it is as it was written.

A delivery that began and of which nobody knows how it ended, because the program or the command was
killed, may have reached the receiver. Such a batch is only cancelled with --not-delivered.`,
		Example: `  aimsio joborders export --env demo --to erp --out 'jobs-{batch}.csv' -- false || true
  aimsio export cancel erp 1 --env demo`,
		Args: nameAndBatch(true),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], args[1]) },
	}
	cmd.Flags().BoolVar(&o.notDelivered, "not-delivered", false, "the receiver does not have the batch, though a delivery began")
	cmd.Flags().BoolVar(&o.wait, "wait", false, "wait while another process works on this export")
	cmdkit.AddMirrorFlag(env, cmd)
	return cmd
}

func (o *cancelOptions) run(ctx context.Context, name, word string) error {
	rows, err := o.printing.Printer(cmdkit.OutputFlags{}, batchLayout())
	if err != nil {
		return err
	}
	opened, err := openKnown(ctx, o.mirrors, name)
	if err != nil {
		return err
	}
	release, err := opened.Lock(ctx, name, o.wait, func(busy error) { o.streams.Notef("waiting: %s", busy) })
	if err != nil {
		return cmdkit.LedgerError(err)
	}
	defer release()
	b, err := batchOf(ctx, opened, name, word)
	if err != nil {
		return err
	}
	if err := handover.Cancel(ctx, opened, &b, o.notDelivered, o.streams); err != nil {
		return cmdkit.LedgerError(err)
	}
	return printBatches(ctx, rows, opened, b)
}
