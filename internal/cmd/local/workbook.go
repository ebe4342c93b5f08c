package local

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/mirror/freshness"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// workbookOptions are what "workbook" needs.
type workbookOptions struct {
	since, until string
	output       cmdkit.OutputFlags

	streams     *cmdkit.Streams
	settings    *cmdkit.Settings
	printing    *cmdkit.Output
	mirrors     *cmdkit.Mirrors
	catalog     *api.Catalog
	entityNamed func(string) (*api.Entity, error)
}

// NewWorkbookCommand makes the command workbook.
func NewWorkbookCommand(a *cmdkit.Env) *cobra.Command {
	o := &workbookOptions{
		streams: a.Streams, settings: a.Settings, printing: a.Output, mirrors: a.Mirrors, catalog: a.Catalog, entityNamed: a.EntityNamed,
	}
	cmd := &cobra.Command{
		Use:   "workbook [ENTITY...]",
		Short: "Write the local copy as an Excel workbook",
		Long: `Write what the mirror holds as an Excel workbook: a sheet for each entity, of all that were
synced where none is named, and one for each list in its records, with the record's key in front.
Nothing is called: standard error says how old the copy is.

Texts stay texts, with their zeros; days and times are dates; fields with choices offer them below
each cell. "aimsio ENTITY diff -f FILE" and "apply -f FILE" read a sheet back that is named like the entity.`,
		Example: `  # everything that was synced
  aimsio workbook --env demo --out all.xlsx

  # what changed this week, of two entities
  aimsio workbook joborders employees --env demo --since 7d --out week.xlsx`,
		ValidArgsFunction: cmdkit.CompleteEntities(a),
		RunE:              func(cmd *cobra.Command, args []string) error { return runWorkbook(cmd.Context(), o, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.since, "since", "", "changed at or after: RFC 3339, a date, epoch ms, or an age such as 90m, 24h, 7d")
	flags.StringVar(&o.until, "until", "", "changed before, in the same forms; of a date, before that day begins")
	o.output.AddWorkbook(cmd)
	cmdkit.AddMirrorFlag(a, cmd)
	cmdkit.RegisterCompletion(cmd, "since", cmdkit.CompleteWords("24h", "7d"))
	cmdkit.RegisterCompletion(cmd, "until", cmdkit.CompleteWords("24h", "7d"))
	return cmd
}

func runWorkbook(ctx context.Context, o *workbookOptions, names []string) error {
	wanted, err := o.named(names)
	if err != nil {
		return err
	}
	window, err := o.settings.ParseWindow(o.since, o.until)
	if err != nil {
		return err
	}
	if err := o.printing.CheckWorkbook(o.output); err != nil {
		return err
	}
	store, err := o.mirrors.OpenMirror(ctx, false)
	if err != nil {
		return err
	}
	if wanted, err = o.synced(ctx, store, wanted); err != nil {
		return err
	}
	book, err := o.printing.OpenWorkbook(o.output)
	if err != nil {
		return err
	}
	for _, entity := range wanted {
		if err := o.sheet(ctx, book, store, entity, window); err != nil {
			return book.Finish(err)
		}
	}
	return book.Finish(nil)
}

// named are the entities that were named, each once.
func (o *workbookOptions) named(names []string) ([]*api.Entity, error) {
	var wanted []*api.Entity
	for _, name := range names {
		entity, err := o.entityNamed(name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(wanted, entity) {
			wanted = append(wanted, entity)
		}
	}
	return wanted, nil
}

// synced says how old the copy is, and gives the entities that it has where none was named. One that was named and never
// synced would be an empty sheet: it is refused.
func (o *workbookOptions) synced(ctx context.Context, store *mirror.Store, wanted []*api.Entity) ([]*api.Entity, error) {
	statuses, err := store.EntityStatuses(ctx)
	if err != nil {
		return nil, o.mirrors.MirrorError(err)
	}
	known := func(name string) bool {
		return slices.ContainsFunc(statuses, func(s mirror.EntityStatus) bool { return s.Entity == name && !s.IndexedAt.IsZero() })
	}
	if len(wanted) == 0 {
		for _, entity := range o.catalog.Entities {
			if known(entity.Name) {
				wanted = append(wanted, entity)
			}
		}
	}
	var asked []string
	for _, entity := range wanted {
		if !known(entity.Name) {
			return nil, fail.New(fail.Failed, "\"aimsio sync "+entity.Name+"\" does", "no sync has read %s", entity.Name)
		}
		asked = append(asked, entity.Name)
	}
	if len(wanted) == 0 {
		return nil, fail.New(fail.Failed, "\"aimsio sync\" fills it", "the mirror has nothing yet")
	}
	notes := freshness.Of(mirror.FreshnessOf(statuses, asked), o.settings.EnvironmentName(), o.settings.Now())
	noteFreshness(o.streams, notes, true, new([]string))
	return wanted, nil
}

// sheet writes the records of an entity into a sheet, and their lists into further ones.
func (o *workbookOptions) sheet(ctx context.Context, book *cmdkit.Workbook, store *mirror.Store, entity *api.Entity, window cmdkit.Window) error {
	layout := cmdkit.Layout{Fields: entity.Fields, Columns: entity.Columns, Front: api.FrontFields(entity), Sheet: entity.Name}
	printer, err := o.printing.FilePrinter(o.output, layout, output.XLSX)
	if err != nil {
		return err
	}
	printer.Book, printer.Options.Prefix = book, true
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	undated := 0
	for object, err := range store.Objects(ctx, entity) {
		if err != nil {
			return out.Finish(o.mirrors.MirrorError(err))
		}
		if !window.Open() {
			held, dated := window.Holds(entity, object.Entry)
			if !dated {
				undated++
			}
			if !held {
				continue
			}
		}
		if err := out.Write(object.Record); err != nil {
			return out.Finish(err)
		}
	}
	if undated > 0 {
		out.Notef("%s of %s do not say when they were changed, and are in the workbook", text.Counted(undated, "record"), entity.Name)
	}
	return out.Finish(nil)
}
