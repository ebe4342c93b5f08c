package handover

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk/runfile"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
)

func sessionMessage(entity *api.Entity, fetched service.Fetched) string {
	return session.FetchMessage(entity, fetched)
}

// handOver carries out an export.
func (o *options) handOver(ctx context.Context, entity *api.Entity, e config.Export) error {
	wanted, printer, err := o.understand(entity, e)
	if err != nil {
		return err
	}
	rows, err := o.printing.Printer(cmdkit.OutputFlags{}, batchLayout())
	if err != nil {
		return err
	}
	wanted.Again = o.again
	run, err := o.run(wanted, printer)
	if err != nil {
		return err
	}
	if err := run.CheckFolder(); err != nil {
		return err
	}
	run.Refresh = o.refresh(run)
	if o.dryRun {
		return o.preview(ctx, run, rows)
	}
	opened, err := o.mirrors.OpenLedger(ctx, true)
	if err != nil {
		return err
	}
	release, err := o.beginOn(ctx, run, opened)
	if err != nil {
		return err
	}
	defer release()
	return tellBatches(ctx, cmdkit.LedgerError(run.All(ctx)), rows, run)
}

// tellBatches ends a run with the rows of its batches, and with its error. One that failed before it had any prints nothing.
func tellBatches(ctx context.Context, err error, printer *cmdkit.Printer, run *handover.Run) error {
	if err != nil && len(run.Batches) == 0 {
		return err
	}
	return errors.Join(err, printBatches(context.WithoutCancel(ctx), printer, run.Ledger, run.Batches...))
}

// beginOn takes the lock of the export in a ledger, and asks the guards where a status may be set.
func (o *options) beginOn(ctx context.Context, run *handover.Run, opened *ledger.Ledger) (release func(), err error) {
	run.Ledger = opened
	if err := o.checkExport(ctx, run); err != nil {
		return nil, err
	}
	release, err = run.Ledger.Lock(ctx, run.Name, o.wait, func(busy error) { o.streams.Notef("waiting: %s", busy) })
	if err != nil {
		return nil, cmdkit.LedgerError(err)
	}
	err = o.guard(ctx, run)
	if err == nil {
		err = o.openResults(run)
	}
	if err == nil {
		run.Mirror, err = o.mirrors.ReadMirror(ctx, cmdkit.MirrorFlags{})
	}
	if err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// guard asks for what a status is set for.
func (o *options) guard(ctx context.Context, run *handover.Run) error {
	environment, err := o.guarded(ctx, run)
	if err != nil || environment == nil {
		return err
	}
	return o.server.GuardWrite(ctx, environment, o.confirm)
}

// guarded gives the environment where a status is set: that of this run, or of what an earlier one left. It is nil where
// none is.
func (o *options) guarded(ctx context.Context, run *handover.Run) (*config.Environment, error) {
	sets := run.Status != ""
	if run.Ledger != nil {
		open, err := run.Ledger.Unfinished(ctx, run.Name)
		if err != nil {
			return nil, cmdkit.LedgerError(err)
		}
		sets = sets || slices.ContainsFunc(open, func(b ledger.Batch) bool { return b.Status != "" })
	}
	if !sets {
		return nil, nil //nolint:nilnil // nothing is guarded
	}
	return o.settings.Environment()
}

// openResults begins the file of --results.
func (o *options) openResults(run *handover.Run) error {
	if o.results == "" {
		return nil
	}
	file, err := runfile.OpenFresh("results", o.results, os.O_WRONLY)
	if err != nil {
		return err
	}
	o.atEnd(func() { cmdkit.CloseQuietly(file) })
	run.Results = io.Writer(file)
	return nil
}

// printBatches prints a row for each batch, as it is now.
func printBatches(ctx context.Context, printer *cmdkit.Printer, l *ledger.Ledger, batches ...ledger.Batch) error {
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	for i := range batches {
		row, err := countedRow(ctx, l, &batches[i])
		if err == nil {
			err = out.WriteRow(row)
		}
		if err != nil {
			return out.Finish(err)
		}
	}
	return out.Finish(nil)
}

// countedRow makes the row of a batch.
func countedRow(ctx context.Context, l *ledger.Ledger, b *ledger.Batch) (batchRow, error) {
	unmarked := int64(0)
	switch {
	case b.Status == "" || b.State == ledger.Cancelled:
	case b.State == ledger.Planned:
		unmarked = b.Records
	default:
		counts, err := l.CountMarks(ctx, b)
		if err != nil {
			return batchRow{}, cmdkit.LedgerError(err)
		}
		unmarked = b.Records - counts[ledger.MarkSet]
	}
	return rowOf(b, unmarked)
}

// preview tells what a run would do, and ends with its code.
func (o *options) preview(ctx context.Context, run *handover.Run, rows *cmdkit.Printer) error {
	opened, err := o.mirrors.OpenLedger(ctx, false)
	if errors.Is(err, ledger.ErrNone) {
		opened, err = nil, nil
	}
	if err != nil {
		return err
	}
	run.Ledger = opened
	if err := o.checkExport(ctx, run); err != nil {
		return err
	}
	refused := o.previewGuard(ctx, run)
	if refused != nil && !fail.Is(refused, fail.Guarded) {
		return refused
	}
	err = tellBatches(ctx, cmdkit.LedgerError(run.Preview(ctx)), rows, run)
	if refused != nil {
		return refused // which is what the run would end with, before all else
	}
	return err
}

// previewGuard gives what the guards of the run would refuse.
func (o *options) previewGuard(ctx context.Context, run *handover.Run) error {
	environment, err := o.guarded(ctx, run)
	if err != nil || environment == nil {
		return err
	}
	err = o.server.GuardEarly(environment, o.confirm)
	if errors.Is(err, cmdkit.ErrNotConfirmed) {
		return nil // whoever looks first confirms nothing
	}
	return err
}
