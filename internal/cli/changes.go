package cli

import (
	"context"
	"iter"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// changesOptions are the flags of "changes".
type changesOptions struct {
	since, until string
	limit        int
	output       outputFlags
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

func newChangesCommand(a *app) *cobra.Command {
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
		ValidArgsFunction: completeEntities(a),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runChanges(cmd.Context(), args, options)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&options.since, "since", "", "found at or after: RFC 3339, a date, epoch ms, or an age such as 90m, 24h, 7d")
	flags.StringVar(&options.until, "until", "", "found before, in the same forms; of a date, before that day begins")
	flags.IntVar(&options.limit, "limit", 0, "show at most so many changes")
	addMirrorFlag(a, cmd)
	options.output.add(cmd, changeFields)
	register(cmd, "since", completeWords("24h", "7d"))
	register(cmd, "until", completeWords("24h", "7d"))
	return cmd
}

// changeFields describes the rows; their times are shown as such.
func changeFields() []api.Field {
	return timed(timed(rowFields(changeRow{}), "time"), "updatedAt")
}

func (a *app) runChanges(ctx context.Context, names []string, options changesOptions) error {
	var wanted []string
	for _, name := range names {
		entity, err := a.entityNamed(name)
		if err != nil {
			return err
		}
		wanted = append(wanted, entity.Name)
	}
	if options.limit < 0 {
		return usagef("--limit %d: at least 1 change, or 0 for all", options.limit)
	}
	window, err := a.parseWindow(options.since, options.until)
	if err != nil {
		return err
	}
	if window.until.IsZero() {
		window.until = a.world.Now().Add(time.Hour) // a clock that went back hides nothing
	}
	printer, err := a.printer(options.output, rowsWith(changeFields(), "time", "entity", "key", "change", "fields"))
	if err != nil {
		return err
	}
	store, err := a.openMirror(ctx, false)
	if err != nil {
		return err
	}
	standings, err := store.Standings(ctx)
	if err != nil {
		return a.explainMirror(err)
	}
	asked := wanted
	if len(asked) == 0 {
		asked = store.Syncable()
	}
	a.noteFreshness(mirror.FreshnessOf(standings, asked), len(wanted) > 0, new([]string))
	out, err := printer.open(ctx)
	if err != nil {
		return err
	}
	err = a.printChanges(store.Events(ctx, wanted, window.since, window.until), options.limit, out, printer)
	return out.finish(err)
}

// printChanges writes a row an event.
func (a *app) printChanges(events iter.Seq2[mirror.Event, error], limit int, out *sink, p *printer) error {
	total := 0
	for event, err := range events {
		if err != nil {
			return a.explainMirror(err)
		}
		if total++; limit > 0 && total > limit {
			continue // counting goes on, to say how many there are
		}
		row, err := a.rowOfChange(event, p)
		if err != nil {
			return err
		}
		if err := out.writeRow(row); err != nil {
			return err
		}
	}
	if limit > 0 && total > limit {
		out.notef("showing %s of %s changes", grouped(limit), grouped(total))
	}
	if total == 0 {
		out.notef("no changes found")
	}
	return nil
}

func (a *app) rowOfChange(event mirror.Event, p *printer) (any, error) {
	row := changeRow{Time: event.At.UnixMilli(), Entity: event.Entity, Key: event.Key, GUID: event.ID, Change: event.Kind}
	if event.UpdatedAt != nil {
		at := event.UpdatedAt.UnixMilli()
		row.UpdatedAt = &at
	}
	var fields []api.Field
	if entity, known := a.catalog.Entity(event.Entity); known {
		fields = entity.Fields
	}
	shown := a.changeWords(fields)
	words, raw, err := shown.both(shown.storedChanges(event.Changes))
	if row.Fields = raw; err != nil || !p.flat() {
		return row, err
	}
	return changeTableRow{
		Time: row.Time, Entity: row.Entity, Key: row.Key, GUID: row.GUID, Change: row.Change, UpdatedAt: row.UpdatedAt, Fields: words,
	}, nil
}

// shownTime shows epoch milliseconds as tables do, for a type of times or days; anything else as it is.
func (a *app) shownTime(v record.Value, kind api.Type) string {
	times, err := a.times("", []api.Field{{Type: kind}})
	if err != nil {
		return shownValue(v)
	}
	if shown, ok := times.Text(v, kind); ok {
		return shown
	}
	return shownValue(v)
}
