package handover

import (
	"context"
	"errors"
	"iter"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
)

// recordRow is a record of a batch as it is printed.
type recordRow struct {
	Place        int64  `json:"place"`
	Key          string `json:"key"`
	GUID         string `json:"guid"`
	Handing      int64  `json:"handing"`
	Status       string `json:"status"`
	StatusReason string `json:"statusReason"`
	StatusAt     *int64 `json:"statusAt"`
	Answer       string `json:"answer"`
	Document     string `json:"document"`
	AnswerReason string `json:"answerReason"`
	AnsweredAt   *int64 `json:"answeredAt"`
	Hash         string `json:"hash"`
}

func recordFields() []api.Field {
	return cmdkit.Timed(cmdkit.Timed(cmdkit.RowFields(recordRow{}), "statusAt"), "answeredAt")
}

func newShowCommand(env *cmdkit.Env) *cobra.Command {
	o := newReadOptions(env)
	cmd := &cobra.Command{
		Use:   "show NAME [BATCH]",
		Short: "Show the batches of an export, or the records of one",
		Long: `Show the batches of an export: their state, file, totals and times. With a number, show the
records of that batch: what became of the status of each, and what the receiver answered.`,
		Example: `  aimsio joborders export --env demo --to erp --out 'jobs-{batch}.csv'
  aimsio export show erp --env demo
  aimsio export show erp 1 --env demo`,
		Args: nameAndBatch(false),
		RunE: func(cmd *cobra.Command, args []string) error { return o.show(cmd.Context(), args) },
	}
	o.output.Add(cmd, batchFields)
	cmdkit.AddMirrorFlag(env, cmd)
	return cmd
}

// nameAndBatch asks for the name of an export and the number of a batch.
func nameAndBatch(needed bool) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 || len(args) > 2 || needed && len(args) < 2 {
			return fail.Usagef("%q takes the name of an export and the number of a batch, but got %d arguments", cmd.CommandPath(), len(args))
		}
		return nil
	}
}

func (o *readOptions) show(ctx context.Context, args []string) error {
	layout := batchLayout()
	if len(args) == 2 {
		layout = cmdkit.RowsWith(recordFields(), "place", "key", "guid", "status", "statusReason", "answer", "document", "answerReason")
	}
	if _, err := o.printing.Printer(o.output, layout); err != nil {
		return err
	}
	opened, err := openKnown(ctx, o.mirrors, args[0])
	if err != nil {
		return err
	}
	if len(args) == 2 {
		b, err := batchOf(ctx, opened, args[0], args[1])
		if err != nil {
			return err
		}
		return o.showRecords(ctx, opened, &b, layout)
	}
	all, err := opened.Batches(ctx, args[0])
	if err != nil {
		return cmdkit.LedgerError(err)
	}
	rows := make([]batchRow, 0, len(all))
	for i := range all {
		row, err := countedRow(ctx, opened, &all[i])
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return o.printing.PrintRows(ctx, o.output, layout, cmdkit.RowsOf(rows))
}

func (o *readOptions) showRecords(ctx context.Context, l *ledger.Ledger, b *ledger.Batch, layout cmdkit.Layout) error {
	var failed error
	var rows iter.Seq[any] = func(yield func(any) bool) {
		for one, err := range l.Records(ctx, b) {
			if failed = err; err != nil {
				return
			}
			row := recordRow{
				Place: one.Place, Key: one.Key, GUID: one.GUID, Handing: one.Handing, Status: one.Mark, StatusReason: one.MarkReason,
				StatusAt: millis(one.MarkedAt), Answer: one.Answer, Document: one.Document, AnswerReason: one.AnswerReason,
				AnsweredAt: millis(one.AnsweredAt), Hash: one.Hash,
			}
			if !yield(row) {
				return
			}
		}
	}
	return o.printing.PrintRowsOr(ctx, o.output, layout, rows, func() error { return cmdkit.LedgerError(failed) })
}

// openKnown opens the ledger, which has to know an export.
func openKnown(ctx context.Context, mirrors *cmdkit.Mirrors, name string) (*ledger.Ledger, error) {
	opened, err := mirrors.OpenLedger(ctx, false)
	unknown := fail.New(fail.Usage, "\"aimsio export list\" lists those that there are", "nothing was handed over to an export %q", name)
	if errors.Is(err, ledger.ErrNone) {
		return nil, unknown
	}
	if err != nil {
		return nil, err
	}
	entity, err := opened.EntityOf(ctx, name)
	if err == nil && entity == "" {
		err = unknown
	}
	return opened, cmdkit.LedgerError(err)
}

// batchOf gives the batch of an export that a word names.
func batchOf(ctx context.Context, l *ledger.Ledger, name, word string) (ledger.Batch, error) {
	number, err := strconv.ParseInt(word, 10, 64)
	if err != nil || number < 1 {
		return ledger.Batch{}, fail.Usagef("batch %q: a number is expected, from 1 on", word)
	}
	b, found, err := l.Batch(ctx, name, number)
	if err == nil && !found {
		err = fail.New(fail.NotFound, "\"aimsio export show\" shows those that there are", "the export %q has no batch %d", name, number)
	}
	return b, cmdkit.LedgerError(err)
}
