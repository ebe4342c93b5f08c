package ledger

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// step moves a batch from one of some states to another one, noting the time in a column. It fails with ErrMoved where
// the batch is in none of them.
func (l *Ledger) step(ctx context.Context, b *Batch, from []State, sets string, arguments ...any) error {
	err := l.Change(ctx, "going on with a batch in", func(ctx context.Context, tx database.Queryer) error {
		arguments := append(append([]any{}, arguments...), b.Export, b.Number)
		for _, state := range from {
			arguments = append(arguments, string(state))
		}
		query := "update batches set " + sets + " where export_name = ? and number = ? and state in (" + sqltext.Arguments(len(from)) + ")"
		done, err := tx.ExecContext(ctx, query, arguments...)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return ErrMoved
	})
	if err != nil {
		return err
	}
	now, _, err := l.Batch(ctx, b.Export, b.Number)
	if err == nil {
		*b = now
	}
	return err
}

// MarkWritten notes that the file of a batch is in its place, which may be another one than before.
func (l *Ledger) MarkWritten(ctx context.Context, b *Batch) error {
	return l.step(ctx, b, []State{Collected, Written}, "state = ?, written_at = ?, path = ?, folder = ?", string(Written), l.now(), b.Path, b.Folder)
}

// BeginDelivery notes that a delivery begins: from here on the receiver may have the batch. Its file may be in another
// place than before.
func (l *Ledger) BeginDelivery(ctx context.Context, b *Batch) error {
	return l.step(ctx, b, []State{Collected, Written}, "begun_at = ?, ended_at = null, exit_code = null, path = ?, folder = ?", l.now(), b.Path, b.Folder)
}

// FailDelivery notes that a delivery ended without success: with an exit code, or a negative one where nobody knows.
func (l *Ledger) FailDelivery(ctx context.Context, b *Batch, exit int) error {
	return l.step(ctx, b, []State{Collected, Written}, "ended_at = ?, exit_code = ?", l.now(), exit)
}

// MarkDelivered notes that the receiver has the batch.
func (l *Ledger) MarkDelivered(ctx context.Context, b *Batch) error {
	return l.step(ctx, b, []State{Written}, "state = ?, delivered_at = ?, ended_at = ?, exit_code = 0", string(Delivered), l.now(), l.now())
}

// MarkMarked notes that all records have their status.
func (l *Ledger) MarkMarked(ctx context.Context, b *Batch) error {
	return l.step(ctx, b, []State{Delivered}, "state = ?, marked_at = ?", string(Marked), l.now())
}

// MarkDone notes that nothing is left to do.
func (l *Ledger) MarkDone(ctx context.Context, b *Batch) error {
	return l.step(ctx, b, []State{Marked}, "state = ?, done_at = ?", string(Done), l.now())
}

// Cancel gives up a batch that was not delivered. Its records are handed over again as if they never were.
func (l *Ledger) Cancel(ctx context.Context, b *Batch) error {
	return l.step(ctx, b, []State{Collected, Written}, "state = ?, cancelled_at = ?", string(Cancelled), l.now())
}
