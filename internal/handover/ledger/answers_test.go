package ledger_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
)

// deliver takes a batch to where the receiver has it.
func deliver(t *testing.T, l *ledger.Ledger, b *ledger.Batch) {
	t.Helper()
	ok(t, l.MarkWritten(t.Context(), b))
	ok(t, l.MarkDelivered(t.Context(), b))
}

// newest gives what was handed over last, as "GUID batch answer".
func newest(t *testing.T, l *ledger.Ledger) []string {
	t.Helper()
	var all []string
	for one, err := range l.Newest(t.Context(), "payroll") {
		ok(t, err)
		all = append(all, fmt.Sprintf("%s %d %s", one.GUID, one.Number, one.Answer))
	}
	return all
}

// TestAnswersAreKept: answers are noted together or not at all; what was refused is queued until another batch has it, and
// a cancelled batch changes nothing of what the one before it says.
func TestAnswersAreKept(t *testing.T) {
	onBoth(t, func(t *testing.T, options ledger.Options) {
		t.Helper()
		l, ctx := opened(t, options), t.Context()
		first, err := l.Collect(ctx, collecting(1, nil, "a", "b", "c"))
		ok(t, err)
		if got := newest(t, l); len(got) != 0 {
			t.Errorf("not delivered: %q", got)
		}
		deliver(t, l, &first)
		err = l.SetAnswers(ctx, &first, []ledger.Answer{{1, "accepted", "D\x00-1", ""}, {9, "refused", "", ""}})
		if counts, failed := l.CountAnswers(ctx, &first); !errors.Is(err, ledger.ErrMoved) || failed != nil || counts[""] != 3 {
			t.Errorf("an answer on no record: %v, %v, %v", err, counts, failed)
		}
		ok(t, l.SetAnswers(ctx, &first, []ledger.Answer{{1, "accepted", "D-1", ""}, {2, "refused", "", "late"}}))
		if got := newest(t, l); !slices.Equal(got, []string{"a 1 accepted", "b 1 refused", "c 1 "}) {
			t.Errorf("newest %q", got)
		}
		refused, err := l.Refusals(ctx, "payroll")
		ok(t, err)
		if len(refused) != 1 || refused["b"].Number != 1 || refused["b"].Status != "Exported" || refused["b"].Key != "K-b" {
			t.Errorf("refused %+v", refused)
		}

		second, err := l.Collect(ctx, collecting(2, nil, "b", "c"))
		ok(t, err)
		refused, err = l.Refusals(ctx, "payroll")
		ok(t, err)
		later, failed := l.HandedLater(ctx, &first)
		ok(t, failed)
		if len(refused) != 0 || len(later) != 2 || later[2] != 2 || later[3] != 2 {
			t.Errorf("in a later batch: refused %v, later %v", refused, later)
		}
		ok(t, l.Cancel(ctx, &second))
		known, err := l.Known(ctx, "payroll", []string{"a", "b", "c"})
		ok(t, err)
		refused, err = l.Refusals(ctx, "payroll")
		ok(t, err)
		if known["a"].Queued() || !known["b"].Queued() || known["c"].Queued() || known["c"].Handing != 2 || known["c"].Number != 1 || len(refused) != 1 {
			t.Errorf("after the later one was cancelled: %+v, refused %v", known, refused)
		}

		third, err := l.Collect(ctx, collecting(3, nil, "b", "c"))
		ok(t, err)
		deliver(t, l, &third)
		if got := newest(t, l); !slices.Equal(got, []string{"a 1 accepted", "b 3 ", "c 3 "}) {
			t.Errorf("newest of three %q", got)
		}
	})
}

// TestARefusedCorrection: the receiver keeps what it took before, so that the record is none that it never had.
func TestARefusedCorrection(t *testing.T) {
	onBoth(t, func(t *testing.T, options ledger.Options) {
		t.Helper()
		l, ctx := opened(t, options), t.Context()
		first, err := l.Collect(ctx, collecting(1, nil, "a", "b"))
		ok(t, err)
		deliver(t, l, &first)
		correction := collecting(2, nil, "a", "b")
		correction.Kind = ledger.Correction
		second, err := l.Collect(ctx, correction)
		ok(t, err)
		deliver(t, l, &second)
		ok(t, l.SetAnswers(ctx, &second, []ledger.Answer{{1, "refused", "", "locked"}, {2, "accepted", "", ""}}))
		// The row of an answer that comes later may be read after those of later batches.
		ok(t, l.SetAnswers(ctx, &first, []ledger.Answer{{1, "accepted", "", ""}, {2, "refused", "", ""}}))
		known, err := l.Known(ctx, "payroll", []string{"a", "b"})
		ok(t, err)
		refused, err := l.Refusals(ctx, "payroll")
		ok(t, err)
		if known["a"].Queued() || known["a"].Number != 2 || known["a"].Handing != 2 || known["b"].Queued() || len(refused) != 0 {
			t.Errorf("%+v, refused %v", known, refused)
		}
		if got := newest(t, l); !slices.Equal(got, []string{"a 1 accepted", "b 2 accepted"}) {
			t.Errorf("the receiver has %q", got)
		}
	})
}
