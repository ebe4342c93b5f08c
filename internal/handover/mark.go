package handover

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// markTogether is how many statuses are noted in the ledger at once.
const markTogether = bulk.DefaultBatch

// mark sets the status of the records that do not have it yet. A status can be set twice, so what was sent and never
// heard of is sent again.
func (r *Run) mark(ctx context.Context, b *ledger.Batch) error {
	if b.Status != "" {
		if err := r.setStatus(ctx, b); err != nil {
			return err
		}
		counts, err := r.Ledger.CountMarks(ctx, b)
		if err != nil {
			return err
		}
		left := b.Records - counts[ledger.MarkSet]
		if left > 0 && (!r.LeaveRefused || left > counts[ledger.MarkRefused]) {
			r.refused += left
			return nil
		}
		if left > 0 {
			r.Notef("%s of batch %d without the status, which the server refuses: left so", text.Counted(left, "record"), b.Number)
		}
	}
	return r.Ledger.MarkMarked(ctx, b)
}

func (r *Run) setStatus(ctx context.Context, b *ledger.Batch) error {
	rows := &markRows{run: r, ctx: ctx, batch: b}
	run, err := bulk.Plan(r.statusSetup(rows), StatusOptions(r.Marking, b.Status))
	if err != nil {
		return err
	}
	err = run.FromKeys(ctx, func(broken *error) iter.Seq[string] {
		return func(yield func(string) bool) {
			for one, err := range r.Ledger.Unmarked(ctx, b) {
				if err != nil {
					*broken = err
					return
				}
				if !yield(one.GUID) {
					return
				}
			}
		}
	})
	if fail.Is(err, fail.Partial) || fail.Is(err, fail.NotFound) {
		return nil // the ledger has which, and why
	}
	return err
}

// StatusOptions are those of a change of status.
func StatusOptions(setup bulk.Setup, status string) bulk.Options {
	return bulk.Options{Set: []string{setup.Entity.Status + "=" + status}, BatchSize: bulk.DefaultBatch, MaxErrors: 20}
}

// statusSetup has the ledger hear of each status, and the mirror tell what the records were.
func (r *Run) statusSetup(rows *markRows) bulk.Setup {
	setup := r.Marking
	setup.Rows = func(context.Context) (bulk.Rows, error) { return rows, nil }
	setup.AtHand = func(ctx context.Context, id string) (*record.Record, error) {
		if r.Mirror == nil {
			return nil, nil //nolint:nilnil // it is read
		}
		object, found, err := r.Mirror.Find(ctx, r.Entity, id)
		if err != nil || !found {
			return nil, err
		}
		return &object.Record, nil
	}
	return setup
}

// markRows takes what became of each status into the ledger.
type markRows struct {
	run     *Run
	ctx     context.Context
	batch   *ledger.Batch
	waiting []ledger.Mark
}

// WriteRow takes one.
func (m *markRows) WriteRow(row any) error {
	result, ok := row.(results.Row)
	if !ok {
		return fmt.Errorf("a row of another kind: %T", row)
	}
	if err := m.keep(result); err != nil {
		return err
	}
	mark := ledger.Mark{GUID: result.GUID, Reason: result.Message}
	switch {
	case results.IsDone(result.Outcome):
		mark.Mark = ledger.MarkSet
	case result.Outcome == service.Skipped:
		return nil // it was not its turn
	case result.Outcome == service.Failed && answered(result.Status):
		mark.Mark = ledger.MarkRefused
	default:
		mark.Mark = ledger.MarkUnknown
	}
	m.waiting = append(m.waiting, mark)
	if len(m.waiting) < markTogether {
		return nil
	}
	return m.flush()
}

// answered tells whether the server was reached and able to answer.
func answered(status int) bool {
	return status != 0 && status < http.StatusInternalServerError && status != http.StatusTooManyRequests
}

// keep writes it where the user wants it.
func (m *markRows) keep(row results.Row) error {
	if m.run.Results == nil {
		return nil
	}
	line, err := json.Marshal(struct {
		Export string `json:"export"`
		Batch  int64  `json:"batch"`
		results.Row
	}{m.batch.Export, m.batch.Number, row})
	if err == nil {
		_, err = m.run.Results.Write(append(line, '\n'))
	}
	if err != nil {
		return fmt.Errorf("keeping the results: %w", err)
	}
	return nil
}

func (m *markRows) flush() error {
	if len(m.waiting) == 0 {
		return nil
	}
	err := m.run.Ledger.SetMarks(context.WithoutCancel(m.ctx), m.batch, m.waiting)
	m.waiting = m.waiting[:0]
	return err
}

// Write takes nothing: a change of status gives rows.
func (m *markRows) Write(record.Record) error { return errors.New("a record where a row was expected") }

// Finish notes what is left.
func (m *markRows) Finish(err error) error { return errors.Join(err, m.flush()) }
