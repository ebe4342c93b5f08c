package handover

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/labels"
)

// checkExport refuses an export that hands over records of another entity, and a new one that is perhaps a slip: it would hand
// over everything once more.
func (o *options) checkExport(ctx context.Context, run *handover.Run) error {
	if run.Ledger != nil {
		bound, err := run.Ledger.EntityOf(ctx, run.Name)
		if err == nil && bound != "" && bound != run.Entity.Name {
			err = &ledger.EntityError{Export: run.Name, Entity: bound, Wanted: run.Entity.Name}
		}
		if err != nil || bound != "" {
			return cmdkit.LedgerError(err)
		}
		if err := checkAlike(ctx, run); err != nil {
			return err
		}
	}
	elsewhere, err := o.mirrors.OtherLedgerWith(ctx, run.Name)
	if err != nil || elsewhere == nil {
		return err
	}
	return fail.New(fail.Guarded, "if the environment has a new name, move that file to "+elsewhere.Here+"; else give this export another name",
		"the ledger of the environment %q, of the same server and user, has an export %q already (%s): all of it would be handed over once more",
		elsewhere.Environment, run.Name, elsewhere.Place)
}

// checkAlike refuses a new export whose name differs from that of another one in nothing that people see at once.
func checkAlike(ctx context.Context, run *handover.Run) error {
	all, err := run.Ledger.Exports(ctx)
	if err != nil {
		return cmdkit.LedgerError(err)
	}
	for _, other := range all {
		if labels.Same(other.Name, run.Name) {
			return fail.New(fail.Guarded, "give it the name that it has, or one that is really another",
				"there is an export %q, and %q would be a new one that hands over everything once more", other.Name, run.Name)
		}
	}
	return nil
}
