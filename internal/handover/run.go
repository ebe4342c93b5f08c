package handover

import (
	"context"
	"errors"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// All finishes what earlier runs left, and then hands over what is new. The lock of the export is held.
func (r *Run) All(ctx context.Context) error {
	if err := r.FinishAll(ctx); err != nil {
		return err
	}
	if err := r.refresh(ctx); err != nil {
		return err
	}
	kinds, err := r.kinds(ctx)
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		batch, found, err := r.collect(ctx, kind)
		if err == nil && found {
			err = r.Finish(ctx, &batch)
		}
		if err != nil {
			return err
		}
	}
	return r.Verdict()
}

// FinishAll finishes the batches that earlier runs left, with the same numbers and bytes.
func (r *Run) FinishAll(ctx context.Context) error {
	open, err := r.Ledger.Unfinished(ctx, r.Name)
	if err != nil {
		return err
	}
	for i := range open {
		b := &open[i]
		r.Notef("finishing batch %d of %s first, which is %s: %s, with the same number and the same bytes",
			b.Number, r.Name, b.State, text.Counted(b.Records, "record"))
		if err := r.Finish(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// Finish takes a batch from where it stands to its end.
func (r *Run) Finish(ctx context.Context, b *ledger.Batch) error {
	err := r.finish(ctx, b)
	r.note(*b)
	if err == nil {
		r.summarise(b)
		return nil
	}
	if errors.Is(err, fail.ErrInterrupted) || ctx.Err() != nil {
		return fail.New(fail.Interrupted, "", "%w: batch %d of %s is %s, and the next run finishes it", fail.ErrInterrupted, b.Number, r.Name, b.State)
	}
	return r.stopped(b, err)
}

// stopped says of a failure where the batch stands.
func (r *Run) stopped(b *ledger.Batch, err error) error {
	return fail.WithHint(fmt.Errorf("batch %d of %s stays %s: %w", b.Number, r.Name, b.State, err),
		"the next run, or \"aimsio export retry\", finishes it with the same number and the same bytes")
}

func (r *Run) finish(ctx context.Context, b *ledger.Batch) error {
	if b.State == ledger.Collected || b.State == ledger.Written {
		if err := r.checkCommand(b); err != nil {
			return err
		}
	}
	if b.State == ledger.Collected {
		if err := r.write(ctx, b); err != nil {
			return err
		}
	}
	if b.State == ledger.Written {
		if err := r.deliver(ctx, b); err != nil {
			return err
		}
	}
	if b.State == ledger.Delivered {
		if err := r.mark(ctx, b); err != nil {
			return err
		}
	}
	if b.State == ledger.Marked {
		return r.Ledger.MarkDone(ctx, b)
	}
	return nil
}

// note keeps what has become of a batch.
func (r *Run) note(b ledger.Batch) {
	for i := range r.Batches {
		if r.Batches[i].Number == b.Number {
			r.Batches[i] = b
			return
		}
	}
	r.Batches = append(r.Batches, b)
}

// Verdict is the error of a run that went through.
func (r *Run) Verdict() error {
	switch {
	case r.refused > 0:
		return fail.New(fail.Partial, "\"aimsio export show\" names them; each later run tries again",
			"%s delivered, but without the status", text.Counted(r.refused, "record"))
	case r.unread > 0:
		return fail.New(fail.Partial, "the next run tries again", "%s could not be read: left for the next run", text.Counted(r.unread, "record"))
	default:
		return nil
	}
}
