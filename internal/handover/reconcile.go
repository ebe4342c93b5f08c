package handover

import (
	"context"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/handover/receiver"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Reconciling holds what a receiver has against what was handed over to it.
type Reconciling struct {
	hydrate.Reporter

	Ledger *ledger.Ledger
	Export string
	// Batch is the one whose records are compared, nil for those of all batches, each as it was handed over last.
	Batch *ledger.Batch
	// Amount names the field whose values are compared, empty for none.
	Amount string
	// File has the receiver's records, with the fields of receiver.ReconcileFields, and Name is how messages name it.
	File      *input.File
	Name      string
	MaxErrors int
}

// Run reads both sides. What differs is for the caller to walk.
func (r *Reconciling) Run(ctx context.Context) (*receiver.Reconciliation, error) {
	if r.Batch != nil && r.Batch.Delivered.IsZero() {
		return nil, fail.New(fail.Invalid, "", "batch %d of %s is %s: it was not delivered", r.Batch.Number, r.Export, r.Batch.State)
	}
	faults := &faults{Reporter: r.Reporter, name: r.Name, most: r.MaxErrors}
	compared := receiver.NewReconciliation(r.Amount)
	compared.Problem = faults.add
	if err := r.addOurs(ctx, compared); err != nil {
		return nil, err
	}
	if err := faults.needs(ctx, r.File, receiver.ReconcileFields(r.Amount)); err != nil {
		return nil, err
	}
	looked := *faults // which tells nothing of a row that is read again
	looked.most = 0
	if r.Amount != "" {
		if _, err := looked.read(ctx, r.File, compared.Look); err != nil {
			return nil, err
		}
	}
	rows, err := faults.read(ctx, r.File, compared.Take)
	if err != nil {
		return nil, err
	}
	return compared, faults.verdict(rows, "nothing was compared")
}

// addOurs adds what was handed over.
func (r *Reconciling) addOurs(ctx context.Context, to *receiver.Reconciliation) error {
	count, valued := 0, 0
	add := func(kept *ledger.Kept, batch int64) error {
		content, err := record.New(kept.Content)
		if err != nil {
			return err
		}
		one := receiver.Ours{GUID: kept.GUID, Key: kept.Key, Batch: batch, Refused: kept.Answer == ledger.Refused}
		if r.Amount != "" {
			value, has := valueIn(content, r.Amount)
			if one.Amount = value; has {
				valued++
			}
		}
		count++
		to.AddOurs(one)
		return nil
	}
	if r.Batch != nil {
		for kept, err := range r.Ledger.Records(ctx, r.Batch) {
			if err == nil {
				err = add(&kept, r.Batch.Number)
			}
			if err != nil {
				return err
			}
		}
	} else {
		for handed, err := range r.Ledger.Newest(ctx, r.Export) {
			if err == nil {
				err = add(&handed.Kept, handed.Number)
			}
			if err != nil {
				return err
			}
		}
	}
	if count > 0 && valued == 0 && r.Amount != "" {
		return fail.Usagef("--amount %s: none of the records that were handed over has it, as they were handed over", r.Amount)
	}
	return nil
}

// valueIn gives a field of what was handed over of a record: a column by its name, or what its path leads to.
func valueIn(content record.Record, field string) (record.Value, bool) {
	if value, has := content.Get(record.Path{field}); has {
		return value, true
	}
	if !strings.Contains(field, ".") {
		return nil, false
	}
	return content.Get(record.ParsePath(field))
}
