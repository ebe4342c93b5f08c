package handover

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/handover/receiver"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// acceptOptions are what "export accept" needs.
type acceptOptions struct {
	*readOptions
	receiverFile

	accepted, refused     []string
	replace, dryRun, wait bool
}

// answerRow is an answer as it is printed.
type answerRow struct {
	Place    int64  `json:"place"`
	Key      string `json:"key"`
	GUID     string `json:"guid"`
	Answer   string `json:"answer"`
	Document string `json:"document"`
	Reason   string `json:"reason"`
	Taken    string `json:"taken"`
}

func newAcceptCommand(env *cmdkit.Env) *cobra.Command {
	o := &acceptOptions{readOptions: newReadOptions(env), receiverFile: newReceiverFile(env)}
	cmd := &cobra.Command{
		Use:   "accept NAME BATCH -f FILE",
		Short: "Take what the receiver says of the records of a batch",
		Long: fmt.Sprintf(`Take what the receiver says of the records of a delivered batch, from a file with the columns key
(the business key or the GUID), outcome, document (the receiver's own number) and reason; other
columns do not matter. --map 'Invoice No=key' says what other heads mean.

These outcomes mean accepted: %s.
These mean refused: %s.
--accepted and --refused add words, or give one of these another meaning.

Records that were refused go back to the queue: the next run hands them over again where they match
its filters or still carry the status that the export set. Accepted ones keep the document.

All answers are taken or none: where a key is unknown, stands for two records or has two answers,
where an outcome is none of the words, and where an answer contradicts an earlier one (unless
--replace is given), the file is refused. Taking a file again changes nothing.`,
			wrapped(receiver.AcceptedWords(), len("These outcomes mean accepted: ")), wrapped(receiver.RefusedWords(), len("These mean refused: "))),
		Example: `  # what would be taken
  aimsio export accept erp 1 --env demo -f answers.csv --map 'Invoice No=key' --map 'Posted=outcome' --dry-run

  # with a word of the receiver's own
  aimsio export accept erp 1 --env demo -f answers.csv --refused Parked`,
		Args: nameAndBatch(true),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], args[1]) },
	}
	flags := cmd.Flags()
	o.addFile(cmd)
	flags.StringSliceVar(&o.accepted, "accepted", nil, "further words for accepted")
	flags.StringSliceVar(&o.refused, "refused", nil, "further words for refused")
	flags.BoolVar(&o.replace, "replace", false, "let answers take the place of earlier ones that say otherwise")
	flags.BoolVar(&o.dryRun, "dry-run", false, "tell what would be taken, and take nothing")
	flags.BoolVar(&o.wait, "wait", false, "wait while another process works on this export")
	o.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(answerRow{}) })
	cmdkit.AddMirrorFlag(env, cmd)
	return cmd
}

// wrapped writes words behind so many characters, on lines that fit a screen.
func wrapped(words []string, begin int) string {
	const width = 96
	var b strings.Builder
	at := begin
	for i, word := range words {
		if i > 0 {
			b.WriteByte(',')
			if at++; at+1+len(word) > width {
				b.WriteByte('\n')
				at = 0
			} else {
				b.WriteByte(' ')
				at++
			}
		}
		b.WriteString(word)
		at += len(word)
	}
	return b.String()
}

func (o *acceptOptions) run(ctx context.Context, name, number string) error {
	if err := o.needed(); err != nil {
		return err
	}
	words, err := receiver.NewWords(o.accepted, o.refused)
	if err != nil {
		return fail.AsUsage(err)
	}
	layout := cmdkit.RowLayout(answerRow{}, "place", "key", "answer", "document", "reason", "taken")
	if _, err := o.printing.Printer(o.output, layout); err != nil {
		return err
	}
	l, err := openKnown(ctx, o.mirrors, name)
	if err != nil {
		return err
	}
	release, err := l.Lock(ctx, name, o.wait, func(busy error) { o.readOptions.streams.Notef("waiting: %s", busy) })
	if err != nil {
		return cmdkit.LedgerError(err)
	}
	defer release()
	b, err := batchOf(ctx, l, name, number)
	if err != nil {
		return err
	}
	file, err := o.open(ctx, receiver.AnswerFields(), b.Entity)
	if err != nil {
		return err
	}
	defer cmdkit.CloseQuietly(file)
	accepting := &handover.Accepting{
		Reporter: o.readOptions.streams, Ledger: l, Batch: b, File: file, Name: o.name(), Words: words,
		Replace: o.replace, DryRun: o.dryRun, MaxErrors: o.maxErrors,
	}
	taken, err := accepting.Run(ctx)
	if err != nil {
		return cmdkit.LedgerError(err)
	}
	if err := o.tell(ctx, l, &b, taken); err != nil {
		return err
	}
	rows := make([]answerRow, 0, len(taken))
	for _, one := range taken {
		rows = append(rows, answerRow{
			Place: one.Place, Key: one.Key, GUID: one.GUID, Answer: string(one.Outcome), Document: one.Document, Reason: one.Reason, Taken: one.Change,
		})
	}
	return o.printing.PrintRows(ctx, o.output, layout, cmdkit.RowsOf(rows))
}

// tell says how the batch stands now.
func (o *acceptOptions) tell(ctx context.Context, l *ledger.Ledger, b *ledger.Batch, taken []receiver.Taken) error {
	counts := map[receiver.Outcome]int{}
	same := 0
	for _, one := range taken {
		counts[one.Outcome]++
		if one.Change == receiver.TakenSame {
			same++
		}
	}
	verb := ""
	if o.dryRun {
		verb = "would be "
	}
	o.readOptions.streams.Notef("batch %d of %s: %s%s accepted, %s refused (%s known already)",
		b.Number, b.Export, verb, text.Count(counts[receiver.Accepted]), text.Count(counts[receiver.Refused]), text.Count(same))
	if o.dryRun {
		return nil
	}
	all, err := l.CountAnswers(ctx, b)
	if err != nil {
		return cmdkit.LedgerError(err)
	}
	if all[ledger.Refused] > 0 {
		if err := o.tellRefused(ctx, l, b); err != nil {
			return cmdkit.LedgerError(err)
		}
	}
	if open := all[""]; open > 0 {
		o.readOptions.streams.Notef("%s without an answer", text.Counted(open, "record"))
	}
	return nil
}

// tellRefused says what happens to the records of a batch that were refused.
func (o *acceptOptions) tellRefused(ctx context.Context, l *ledger.Ledger, b *ledger.Batch) error {
	later, err := l.HandedLater(ctx, b)
	if err != nil {
		return err
	}
	queued, since := 0, map[int64]int{}
	for kept, err := range l.Records(ctx, b) {
		switch number := later[kept.Place]; {
		case err != nil:
			return err
		case kept.Answer != ledger.Refused:
		case number > 0:
			since[number]++
		default:
			queued++
		}
	}
	switch {
	case queued == 0:
	case b.Kind == ledger.Correction:
		o.readOptions.streams.Notef("%s refused as a correction: the receiver keeps what it had, and --again hands them over again",
			text.Counted(queued, "record"))
	default:
		o.readOptions.streams.Notef("%s back in the queue: the next run hands them over again", text.Counted(queued, "record"))
	}
	for _, number := range slices.Sorted(maps.Keys(since)) {
		o.readOptions.streams.Notef("%s refused here and handed over since, by batch %d", text.Counted(since[number], "record"), number)
	}
	return nil
}
