package handover

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Cancel gives up a batch before its delivery: its records are handed over again as if they never were, and its number
// stays used. notDelivered says that the receiver does not have it, where a delivery began whose end nobody knows.
func Cancel(ctx context.Context, l *ledger.Ledger, b *ledger.Batch, notDelivered bool, reporter hydrate.Reporter) error {
	switch {
	case b.State == ledger.Cancelled:
		reporter.Notef("batch %d of %s is cancelled already", b.Number, b.Export)
		return nil
	case b.State != ledger.Collected && b.State != ledger.Written:
		return fail.New(fail.Guarded, "", "batch %d of %s was delivered, so it cannot be cancelled", b.Number, b.Export)
	case b.DeliveryOpen() && !notDelivered:
		return fail.New(fail.Guarded, "ask the receiver: --not-delivered cancels it, \"aimsio export retry\" delivers it again with the same number",
			"a delivery of batch %d of %s began and nobody knows how it ended: the receiver may have it", b.Number, b.Export)
	}
	for _, one := range [][2]string{{File(b), b.SHA256}, {File(b) + manifestEnding, HashOf(b.Manifest)}} {
		if err := removeOwn(one[0], one[1], reporter); err != nil {
			return err
		}
	}
	if err := l.Cancel(ctx, b); err != nil {
		return err
	}
	reporter.Notef("batch %d of %s is cancelled: %s to be handed over again", b.Number, b.Export, text.Counted(b.Records, "record"))
	return nil
}

// removeOwn removes a file that has the bytes it was given.
func removeOwn(path, sum string, reporter hydrate.Reporter) error {
	there, err := hashOfFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case there != sum:
		reporter.Notef("warning: %s has other bytes than the batch had, and stays", path)
		return nil
	}
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("removing the file of the batch, which is not cancelled: %w", err)
	}
	return nil
}
