package handover

import (
	"context"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// changedOptions are what "export changed" needs.
type changedOptions struct {
	*options

	output      cmdkit.OutputFlags
	offline     bool
	entityNamed func(string) (*api.Entity, error)
}

// changedRow is a record that changed since it was handed over, and changedTableRow the same where the fields stand in
// one cell.
type changedRow struct {
	Key    string         `json:"key"`
	GUID   string         `json:"guid"`
	Batch  int64          `json:"batch"`
	Change string         `json:"change"`
	Fields jsontext.Value `json:"fields"`
}

type changedTableRow struct {
	Key    string `json:"key"`
	GUID   string `json:"guid"`
	Batch  int64  `json:"batch"`
	Change string `json:"change"`
	Fields string `json:"fields"`
}

func changedFields() []api.Field { return cmdkit.RowFields(changedRow{}) }

func newChangedCommand(env *cmdkit.Env) *cobra.Command {
	o := &changedOptions{options: newOptions(env), entityNamed: env.EntityNamed}
	cmd := &cobra.Command{
		Use:   "changed NAME",
		Short: "List what changed after it was handed over",
		Long: `List the records that are other ones now than when they were handed over to NAME, each with its fields
from which value to which, and those that the server's list does not name any more. Compared is what
was handed over: the columns of the export, or the whole record. The time of the last change does not
count, nor does the status that the export itself has set.

The mirror is brought up to date first; --offline compares with what it has. "aimsio ENTITY export
--again" hands these records over again, in a batch of the kind correction.`,
		Example: `  aimsio joborders export --env demo --to erp --out 'jobs-{batch}.csv'
  aimsio export changed erp --env demo`,
		Args: nameAlone,
		RunE: func(cmd *cobra.Command, args []string) error { return o.changed(cmd.Context(), args[0]) },
	}
	cmd.Flags().BoolVar(&o.offline, "offline", false, "compare with what the mirror has, and call nothing")
	o.output.Add(cmd, changedFields)
	cmdkit.AddMirrorFlag(env, cmd)
	return cmd
}

// nameAlone asks for the name of an export.
func nameAlone(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fail.Usagef("%q takes the name of an export, but got %d arguments", cmd.CommandPath(), len(args))
	}
	return nil
}

func (o *changedOptions) changed(ctx context.Context, name string) error {
	layout := cmdkit.RowsWith(changedFields(), "key", "batch", "change", "fields")
	printer, err := o.printing.Printer(o.output, layout)
	if err != nil {
		return err
	}
	l, err := openKnown(ctx, o.mirrors, name)
	if err != nil {
		return err
	}
	bound, err := l.EntityOf(ctx, name)
	if err != nil {
		return cmdkit.LedgerError(err)
	}
	entity, err := o.entityNamed(bound)
	if err != nil {
		return err
	}
	run, err := o.run(handover.Options{Name: name, Entity: entity}, nil)
	if err != nil {
		return err
	}
	run.Ledger, run.Refresh = l, o.refresh(run)
	if err := o.bringUp(ctx, run); err != nil {
		return err
	}
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	return out.Finish(o.print(run.Changed(ctx), out, o.printing.ChangeWords(entity.Fields), printer.Flat()))
}

// bringUp opens the mirror, and brings it up to date unless that is not wanted.
func (o *changedOptions) bringUp(ctx context.Context, run *handover.Run) (err error) {
	if !o.offline {
		return run.BringUpToDate(ctx)
	}
	if run.Mirror, err = o.mirrors.OpenMirror(ctx, false); err != nil {
		return err
	}
	return o.mirrors.ReportAge(ctx, run.Mirror, run.Entity)
}

// print writes a row a record.
func (o *changedOptions) print(changed iter.Seq2[handover.Changed, error], out *cmdkit.RecordWriter, words *change.Words, flat bool) error {
	count := 0
	for one, err := range changed {
		if err != nil {
			return cmdkit.LedgerError(err)
		}
		count++
		row, err := changedRowOf(one, words, flat)
		if err == nil {
			err = out.WriteRow(row)
		}
		if err != nil {
			return err
		}
	}
	if count == 0 {
		out.Notef("nothing changed since it was handed over")
	} else {
		out.Notef("%s handed over and changed since", text.Counted(count, "record"))
	}
	return nil
}

// changedRowOf tells of a record; a flat format has its fields in one cell.
func changedRowOf(one handover.Changed, words *change.Words, flat bool) (any, error) {
	row := changedRow{Key: one.Key, GUID: one.GUID, Batch: one.Number, Change: "changed", Fields: jsontext.Value("[]")}
	said := ""
	if one.Gone {
		row.Change = "gone"
	} else {
		var err error
		if said, row.Fields, err = words.Both(one.Differences); err != nil {
			return nil, err
		}
	}
	if !flat {
		return row, nil
	}
	return changedTableRow{Key: row.Key, GUID: row.GUID, Batch: row.Batch, Change: row.Change, Fields: said}, nil
}
