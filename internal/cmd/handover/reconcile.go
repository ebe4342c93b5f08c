package handover

import (
	"context"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover"
	"github.com/aimsio-cli/aimsio/internal/handover/receiver"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// reconcileOptions are what "export reconcile" needs.
type reconcileOptions struct {
	*readOptions
	receiverFile

	amount string
}

// differenceRow is a difference as it is printed.
type differenceRow struct {
	Difference string `json:"difference"`
	Key        string `json:"key"`
	GUID       string `json:"guid"`
	Batch      *int64 `json:"batch"`
	Here       string `json:"here"`
	There      string `json:"there"`
	Lines      []int  `json:"lines"`
	Note       string `json:"note"`
}

func newReconcileCommand(env *cmdkit.Env) *cobra.Command {
	o := &reconcileOptions{readOptions: newReadOptions(env), receiverFile: newReceiverFile(env)}
	cmd := &cobra.Command{
		Use:   "reconcile NAME [BATCH] -f FILE",
		Short: "Compare what was handed over with what the receiver has",
		Long: `Compare the records of a batch, or all that were delivered to NAME, with a file of what the receiver
has: by the column key, which has the business key or the GUID, and with --amount by an amount. That
column has the name of the field that was handed over; --map says what other heads mean.

Keys are texts: zeros in front count, blanks around do not. Amounts are compared digit by digit, in the
forms 1,234.56, 1 234,56, 1.234,56, (12.00), -12.00 and 12.00-; one that can be read in two ways is
read as the others of the file are, or refused.

Code 8 says that the two differ: a record is only here or only there, has another amount, is there
twice, or is there although it was refused.`,
		Example: `  aimsio export reconcile erp --env demo -f erp.csv --map 'Invoice No=key' --amount invoiceAmount --map 'Net=invoiceAmount'

  # one batch, by its keys alone
  aimsio export reconcile erp 1 --env demo -f erp.csv`,
		Args: nameAndBatch(false),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args) },
	}
	o.addFile(cmd)
	cmd.Flags().StringVar(&o.amount, "amount", "", "field whose amounts are compared and added up")
	o.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(differenceRow{}) })
	cmdkit.AddMirrorFlag(env, cmd)
	return cmd
}

func (o *reconcileOptions) run(ctx context.Context, args []string) error {
	if err := o.needed(); err != nil {
		return err
	}
	if o.amount == "key" {
		return fail.Usagef("--amount key: key is the column that names the records")
	}
	fields := cmdkit.RowFields(differenceRow{})
	for i := range fields {
		if fields[i].Name == "batch" {
			fields[i].Type = api.Integer
		}
	}
	layout := cmdkit.RowsWith(fields, "difference", "key", "batch", "here", "there", "lines", "note")
	if _, err := o.printing.Printer(o.output, layout); err != nil {
		return err
	}
	l, err := openKnown(ctx, o.mirrors, args[0])
	if err != nil {
		return err
	}
	reconciling := &handover.Reconciling{
		Reporter: o.readOptions.streams, Ledger: l, Export: args[0], Amount: o.amount, Name: o.name(), MaxErrors: o.maxErrors,
	}
	entity, err := l.EntityOf(ctx, args[0])
	if err != nil {
		return cmdkit.LedgerError(err)
	}
	if len(args) > 1 {
		b, err := batchOf(ctx, l, args[0], args[1])
		if err != nil {
			return err
		}
		reconciling.Batch = &b
	}
	if reconciling.File, err = o.open(ctx, receiver.ReconcileFields(o.amount), entity); err != nil {
		return err
	}
	defer cmdkit.CloseQuietly(reconciling.File)
	compared, err := reconciling.Run(ctx)
	if err != nil {
		return cmdkit.LedgerError(err)
	}
	return o.print(ctx, compared, layout)
}

// print prints what differs, with the totals of both sides.
func (o *reconcileOptions) print(ctx context.Context, compared *receiver.Reconciliation, layout cmdkit.Layout) error {
	kinds := map[string]int{}
	var rows iter.Seq[any] = func(yield func(any) bool) {
		for d := range compared.Differences() {
			kinds[d.Kind]++
			row := differenceRow{Difference: d.Kind, Key: d.Key, GUID: d.GUID, Here: d.Ours, There: d.Theirs, Lines: d.Lines, Note: d.Note}
			if d.Batch > 0 {
				row.Batch = &d.Batch
			}
			if row.Lines == nil {
				row.Lines = []int{}
			}
			if !yield(row) {
				return
			}
		}
	}
	return o.printing.PrintRowsOr(ctx, o.output, layout, rows, func() error { return o.verdict(compared, kinds) })
}

// verdict tells how the two sides stand, and is an error where they differ.
func (o *reconcileOptions) verdict(compared *receiver.Reconciliation, kinds map[string]int) error {
	here, there := text.Counted(compared.Here.Records, "record"), text.Counted(compared.There.Records, "row")
	if o.amount != "" {
		here += ", sum of " + o.amount + " " + compared.Here.Sum.String()
		there += ", sum " + compared.There.Sum.String() + ", difference " + compared.There.Sum.Sub(compared.Here.Sum).String()
	}
	notes := o.readOptions.streams
	notes.Notef("here: %s", here)
	notes.Notef("there: %s", there)
	if compared.Refused > 0 {
		notes.Notef("%s refused by the receiver and not there", text.Counted(compared.Refused, "record"))
	}
	total := 0
	words := []string{text.Count(compared.Equal) + " equal"}
	for _, kind := range []string{receiver.OnlyHere, receiver.OnlyThere, receiver.Different, receiver.Twice, receiver.RefusedThere} {
		if n := kinds[kind]; n > 0 {
			total += n
			words = append(words, text.Count(n)+" "+kind)
		}
	}
	notes.Notef("%s", strings.Join(words, ", "))
	if total == 0 {
		return nil
	}
	return fail.New(fail.Different, "", "%s between what was handed over and what the receiver has", text.Counted(total, "difference"))
}
