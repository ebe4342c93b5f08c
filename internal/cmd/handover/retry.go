package handover

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/command"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
)

// retryOptions are what "export retry" needs.
type retryOptions struct {
	*options

	out         string
	deliver     bool
	leave       bool
	entityNamed func(string) (*api.Entity, error)
}

func newRetryCommand(env *cmdkit.Env) *cobra.Command {
	o := &retryOptions{options: newOptions(env), entityNamed: env.EntityNamed}
	cmd := &cobra.Command{
		Use:   "retry NAME BATCH [-- COMMAND [ARG...]]",
		Short: "Go on with one batch, with the same number and bytes",
		Long: `Go on with a batch that is not done from where it stands, and with nothing else: deliver it, set the
status of its records, or try again those that the server refused. COMMAND is the one that delivers;
without it, that of the configuration.

A batch that was delivered is handed over once more only with --deliver: the receiver gets the same
bytes under the same number.

Records whose status the server refuses, as one that was deleted there, keep a batch open: each run tries
again, and ends with code 6. --leave-refused tries once more and ends the batch without them; "aimsio export
show" still names them.`,
		Example: `  aimsio joborders export --env demo --to erp --out 'jobs-{batch}.csv' -- false || true
  aimsio export retry erp 1 --env demo -- cp {file} delivered.csv`,
		Args: commandAlone(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), args[0], args[1], args[2:])
		},
	}
	cmd.Flags().StringVar(&o.out, "out", "", "file of the batch, where the folder that it was made for is not on this machine")
	cmd.Flags().BoolVar(&o.deliver, "deliver", false, "deliver it though it was")
	cmd.Flags().BoolVar(&o.leave, "leave-refused", false, "end the batch though the server refuses the status of some records")
	o.addRunFlags(env, cmd)
	return cmd
}

func (o *retryOptions) run(ctx context.Context, name, word string, words []string) error {
	rows, err := o.printing.Printer(cmdkit.OutputFlags{}, batchLayout())
	if err != nil {
		return err
	}
	opened, err := openKnown(ctx, o.mirrors, name)
	if err != nil {
		return err
	}
	b, err := batchOf(ctx, opened, name, word)
	if err != nil {
		return err
	}
	entity, err := o.entityNamed(b.Entity)
	if err != nil {
		return err
	}
	run, err := o.prepare(name, entity, words)
	if err != nil {
		return err
	}
	release, err := o.beginOn(ctx, run, opened)
	if err != nil {
		return err
	}
	defer release()
	if b, err = batchOf(ctx, opened, name, word); err != nil { // as it is now that nobody else works on it
		return err
	}
	err = o.goOn(ctx, run, &b)
	return errors.Join(err, printBatches(context.WithoutCancel(ctx), rows, opened, b))
}

// prepare makes the run, with what the configuration says of the export beneath the command line.
func (o *retryOptions) prepare(name string, entity *api.Entity, words []string) (*handover.Run, error) {
	wanted := handover.Options{Name: name, Entity: entity, Out: handover.Template(o.out), Command: words, LeaveRefused: o.leave}
	if configured, found := o.configured(name); found {
		if len(words) == 0 {
			wanted.Command = configured.Command
		}
		if o.out == "" {
			wanted.Out = handover.Template(configured.Out)
		}
	}
	if len(wanted.Command) > 0 {
		if err := command.Check(wanted.Command); err != nil {
			return nil, err
		}
	}
	if wanted.Out != "" {
		if err := wanted.Out.Check(); err != nil {
			return nil, err
		}
	}
	return o.options.run(wanted, nil)
}

func (o *retryOptions) goOn(ctx context.Context, run *handover.Run, b *ledger.Batch) error {
	switch {
	case b.State == ledger.Cancelled:
		return fail.Usagef("batch %d of %s is cancelled: its records go into another one", b.Number, b.Export)
	case o.deliver && b.State != ledger.Collected && b.State != ledger.Written:
		if err := run.DeliverAgain(ctx, b); err != nil {
			return cmdkit.LedgerError(err)
		}
	case b.State == ledger.Done:
		o.streams.Notef("batch %d of %s is done: --deliver hands it over once more", b.Number, b.Export)
		return nil
	}
	if b.State == ledger.Done {
		return nil
	}
	if err := run.Finish(ctx, b); err != nil {
		return cmdkit.LedgerError(err)
	}
	return run.Verdict()
}
