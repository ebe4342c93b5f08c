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
	"github.com/aimsio-cli/aimsio/internal/mirror/freshness"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// changesOptions are what "changes" needs.
type changesOptions struct {
	since, until string
	limit        int
	output       cmdkit.OutputFlags

	streams     *cmdkit.Streams
	settings    *cmdkit.Settings
	printing    *cmdkit.Output
	mirrors     *cmdkit.Mirrors
	catalog     *api.Catalog
	entityNamed func(string) (*api.Entity, error)
}

// changeRow is what became of a record.
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
	options := &changesOptions{
		streams: a.Streams, settings: a.Settings, printing: a.Output, mirrors: a.Mirrors,
		catalog: a.Catalog, entityNamed: a.EntityNamed,
	}
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
			return runChanges(cmd.Context(), options, args)
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

func runChanges(ctx context.Context, o *changesOptions, names []string) error {
	wanted, err := o.wanted(names)
	if err != nil {
		return err
	}
	if o.limit < 0 {
		return fail.Usagef("--limit %d: at least 1 change, or 0 for all", o.limit)
	}
	window, err := o.settings.ParseWindow(o.since, o.until)
	if err != nil {
		return err
	}
	if window.Until.IsZero() {
		window.Until = o.settings.Now().Add(time.Hour) // a clock that went back hides nothing
	}
	layout := cmdkit.RowsWith(changeFields(), "time", "entity", "key", "change", "fields").Keeping("key", "change").Wrapping("fields")
	printer, err := o.printing.Printer(o.output, layout)
	if err != nil {
		return err
	}
	store, err := o.mirrors.OpenMirror(ctx, false)
	if err != nil {
		return err
	}
	if err := o.noteFreshness(ctx, store, wanted); err != nil {
		return err
	}
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	return out.Finish(o.print(store.Events(ctx, wanted, window.Since, window.Until), out, printer.Flat()))
}

// wanted are the names of the entities that were named, as the catalog has them.
func (o *changesOptions) wanted(names []string) ([]string, error) {
	var wanted []string
	for _, name := range names {
		entity, err := o.entityNamed(name)
		if err != nil {
			return nil, err
		}
		wanted = append(wanted, entity.Name)
	}
	return wanted, nil
}

// noteFreshness says how old the history of entities is, of all where none is named.
func (o *changesOptions) noteFreshness(ctx context.Context, store *mirror.Store, wanted []string) error {
	statuses, err := store.EntityStatuses(ctx)
	if err != nil {
		return o.mirrors.MirrorError(err)
	}
	asked := wanted
	if len(asked) == 0 {
		asked = store.Syncable()
	}
	notes := freshness.Of(mirror.FreshnessOf(statuses, asked), o.settings.EnvironmentName(), o.settings.Now())
	noteFreshness(o.streams, notes, len(wanted) > 0, new([]string))
	return nil
}

// print writes a row an event.
func (o *changesOptions) print(events iter.Seq2[mirror.Event, error], out *cmdkit.RecordWriter, flat bool) error {
	total := 0
	for event, err := range events {
		if err != nil {
			return o.mirrors.MirrorError(err)
		}
		if total++; o.limit > 0 && total > o.limit {
			continue // counting goes on, to say how many there are
		}
		row, err := o.row(event, flat)
		if err != nil {
			return err
		}
		if err := out.WriteRow(row); err != nil {
			return err
		}
	}
	if o.limit > 0 && total > o.limit {
		out.Notef("showing %s of %s", text.Count(o.limit), text.Counted(total, "change"))
	}
	if total == 0 {
		out.Notef("no changes found")
	}
	return nil
}

// row tells of an event. A flat format has the fields in one cell.
func (o *changesOptions) row(event mirror.Event, flat bool) (any, error) {
	row := changeRow{Time: event.At.UnixMilli(), Entity: event.Entity, Key: event.Key, GUID: event.ID, Change: event.Kind}
	if event.UpdatedAt != nil {
		at := event.UpdatedAt.UnixMilli()
		row.UpdatedAt = &at
	}
	var fields []api.Field
	if entity, known := o.catalog.Entity(event.Entity); known {
		fields = entity.Fields
	}
	shown := o.printing.ChangeWords(fields)
	words, raw, err := shown.Both(shown.StoredChanges(event.Changes))
	if row.Fields = raw; err != nil || !flat {
		return row, err
	}
	return changeTableRow{
		Time: row.Time, Entity: row.Entity, Key: row.Key, GUID: row.GUID, Change: row.Change, UpdatedAt: row.UpdatedAt, Fields: words,
	}, nil
}
