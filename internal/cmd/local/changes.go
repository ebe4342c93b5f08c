package local

import (
	"context"
	"iter"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// changesOptions are the flags of "changes".
type changesOptions struct {
	since, until string
	limit        int
	output       cmdkit.OutputFlags
}

// rowOfChange is what became of a record.
type changeRow struct {
	Time      int64          `json:"time"`
	Entity    string         `json:"entity"`
	Key       string         `json:"key"`
	GUID      string         `json:"guid"`
	Change    mirror.Kind    `json:"change"`
	UpdatedAt *int64         `json:"updatedAt"`
	Fields    jsontext.Value `json:"fields"`
}

// changeTableRow is the same for tables and CSV, where the fields stand in one cell.
type changeTableRow struct {
	Time      int64       `json:"time"`
	Entity    string      `json:"entity"`
	Key       string      `json:"key"`
	GUID      string      `json:"guid"`
	Change    mirror.Kind `json:"change"`
	UpdatedAt *int64      `json:"updatedAt"`
	Fields    string      `json:"fields"`
}

// NewChangesCommand makes the command changes.
func NewChangesCommand(a *cmdkit.Env) *cobra.Command {
	var options changesOptions
	cmd := &cobra.Command{
		Use:   "changes [ENTITY...]",
		Short: "Tell what appeared, changed or vanished, as syncs found it",
		Long: `Tell what appeared, changed (field by field, from which value to which, in lists element by
element) or vanished, in the order in which "aimsio sync" found it. Nothing is called: this is the history that the mirror
keeps, for 30 days unless "aimsio sync --history" says otherwise.

The first sync of an entity is where its history begins; what was there then did not appear. A
record has vanished when the index does not name it any more: it was deleted, or is hidden from
this user.`,
		Example: `  # since yesterday
  aimsio changes --env demo --since 24h

  # one object a line, for a pipe
  aimsio changes joborders --env demo --since 7d -o ndjson --jq 'select(.change == "changed") | .key'`,
		ValidArgsFunction: cmdkit.CompleteEntities(a),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runChanges(cmd.Context(), a, args, options)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&options.since, "since", "", "found at or after: RFC 3339, a date, epoch ms, or an age such as 90m, 24h, 7d")
	flags.StringVar(&options.until, "until", "", "found before, in the same forms; of a date, before that day begins")
	flags.IntVar(&options.limit, "limit", 0, "show at most so many changes")
	cmdkit.AddMirrorFlag(a, cmd)
	options.output.Add(cmd, changeFields)
	cmdkit.RegisterCompletion(cmd, "since", cmdkit.CompleteWords("24h", "7d"))
	cmdkit.RegisterCompletion(cmd, "until", cmdkit.CompleteWords("24h", "7d"))
	return cmd
}

// changeFields describes the rows; their times are shown as such.
func changeFields() []api.Field {
	return cmdkit.Timed(cmdkit.Timed(cmdkit.RowFields(changeRow{}), "time"), "updatedAt")
}

func runChanges(ctx context.Context, a *cmdkit.Env, names []string, options changesOptions) error {
	var wanted []string
	for _, name := range names {
		entity, err := a.EntityNamed(name)
		if err != nil {
			return err
		}
		wanted = append(wanted, entity.Name)
	}
	if options.limit < 0 {
		return fail.Usagef("--limit %d: at least 1 change, or 0 for all", options.limit)
	}
	window, err := a.ParseWindow(options.since, options.until)
	if err != nil {
		return err
	}
	if window.Until.IsZero() {
		window.Until = a.Now().Add(time.Hour) // a clock that went back hides nothing
	}
	printer, err := a.Printer(options.output, cmdkit.RowsWith(changeFields(), "time", "entity", "key", "change", "fields"))
	if err != nil {
		return err
	}
	store, err := a.OpenMirror(ctx, false)
	if err != nil {
		return err
	}
	standings, err := store.EntityStatuses(ctx)
	if err != nil {
		return a.MirrorError(err)
	}
	asked := wanted
	if len(asked) == 0 {
		asked = store.Syncable()
	}
	noteFreshness(a, mirror.FreshnessOf(standings, asked), len(wanted) > 0, new([]string))
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	err = printChanges(a, store.Events(ctx, wanted, window.Since, window.Until), options.limit, out, printer)
	return out.Finish(err)
}

// printChanges writes a row an event.
func printChanges(a *cmdkit.Env, events iter.Seq2[mirror.Event, error], limit int, out *cmdkit.RecordWriter, p *cmdkit.Printer) error {
	total := 0
	for event, err := range events {
		if err != nil {
			return a.MirrorError(err)
		}
		if total++; limit > 0 && total > limit {
			continue // counting goes on, to say how many there are
		}
		row, err := rowOfChange(a, event, p)
		if err != nil {
			return err
		}
		if err := out.WriteRow(row); err != nil {
			return err
		}
	}
	if limit > 0 && total > limit {
		out.Notef("showing %s of %s changes", text.Count(limit), text.Count(total))
	}
	if total == 0 {
		out.Notef("no changes found")
	}
	return nil
}

func rowOfChange(a *cmdkit.Env, event mirror.Event, p *cmdkit.Printer) (any, error) {
	row := changeRow{Time: event.At.UnixMilli(), Entity: event.Entity, Key: event.Key, GUID: event.ID, Change: event.Kind}
	if event.UpdatedAt != nil {
		at := event.UpdatedAt.UnixMilli()
		row.UpdatedAt = &at
	}
	var fields []api.Field
	if entity, known := a.Catalog.Entity(event.Entity); known {
		fields = entity.Fields
	}
	shown := a.ChangeWords(fields)
	words, raw, err := shown.Both(shown.StoredChanges(event.Changes))
	if row.Fields = raw; err != nil || !p.Flat() {
		return row, err
	}
	return changeTableRow{
		Time: row.Time, Entity: row.Entity, Key: row.Key, GUID: row.GUID, Change: row.Change, UpdatedAt: row.UpdatedAt, Fields: words,
	}, nil
}
