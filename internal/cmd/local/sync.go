// Package local holds the commands that work with the local copy: sync, changes, sql and mirror.
package local

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/syncing"
)

// syncOptions are what "sync" needs.
type syncOptions struct {
	recheck, prune, dryRun, wait, rebuild bool
	since, allowGone                      string
	limit, history                        int
	output                                cmdkit.OutputFlags

	streams  *cmdkit.Streams
	settings *cmdkit.Settings
	printing *cmdkit.Output
	mirrors  *cmdkit.Mirrors
	session  func() (*session.Session, error)
	named    entityNames
	atEnd    func(func())
}

// NewSyncCommand makes the command sync.
func NewSyncCommand(a *cmdkit.Env) *cobra.Command {
	options := &syncOptions{
		streams: a.Streams, settings: a.Settings, printing: a.Output, mirrors: a.Mirrors,
		session: a.Session, named: entityNames{catalog: a.Catalog, named: a.EntityNamed, notef: a.Notef}, atEnd: a.AtEnd,
	}
	cmd := &cobra.Command{
		Use:   "sync [ENTITY...]",
		Short: "Bring the local copy up to date, fetching only what changed",
		Long: `Bring the mirror of an environment, a local copy of its records, up to date. One call reads the
index of an entity, which names every record with its time of change. Only records that are new
or whose time is another one are fetched. Those that the index does not name any more are marked
gone and kept: they may be deleted, or hidden from this user. --prune removes them for good.

An index that lost all records of an entity, or more than half of 20 or more, at once or within
seven days, is doubted, and so is the next one, until the records are back or --allow-gone allows
it: what it names is stored, nothing is marked gone or pruned, and the exit code is 9. With
--allow-gone that holds wherever more are gone than it says, be they few, and nowhere else.

Without an entity, all that this user may read are synced. What is fetched is stored as it
comes: a run that is stopped goes on where it was. Where the mirror is there, "list --full",
"get" and "update" fetch only what changed since, and a record can be named by its key. "aimsio
changes" tells what changed, "aimsio sql" asks the mirror.`,
		Example: `  # the first time every record is fetched, later only what changed
  aimsio sync joborders --env demo

  # what would be fetched, and how long it would take
  aimsio sync --env demo --dry-run

  # every night: all entities, after another sync that is at work, with the result in a file
  aimsio sync --env demo --wait --quiet --out last-sync.csv`,
		ValidArgsFunction: cmdkit.CompleteEntities(a),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runSync(cmd.Context(), options, args)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&options.recheck, "recheck", false, "fetch all records again, for changes that do not move the time of change")
	flags.BoolVar(&options.prune, "prune", false, "remove records that are gone from the index")
	flags.StringVar(&options.allowGone, "allow-gone", "",
		"mark so many records of an entity as gone at most, or a share such as 80%, else none (default: any but very many)")
	flags.StringVar(&options.since, "since", "", "fetch only records changed at or after: RFC 3339, a date, epoch ms, or an age such as 24h, 7d")
	flags.IntVar(&options.limit, "limit", 0, "fetch at most so many records of each entity")
	flags.BoolVar(&options.dryRun, "dry-run", false, "read the indexes, and tell what would be fetched")
	flags.IntVar(&options.history, "history", 30, "keep what \"aimsio changes\" tells for so many days")
	flags.BoolVar(&options.wait, "wait", false, "wait while another process fills the mirror")
	flags.BoolVar(&options.rebuild, "rebuild", false, "set a damaged mirror aside and begin a new one")
	cmdkit.AddMirrorFlag(a, cmd)
	options.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(syncing.Row{}) })
	cmdkit.RegisterCompletion(cmd, "since", cmdkit.CompleteWords("24h", "7d"))
	return cmd
}

func runSync(ctx context.Context, o *syncOptions, args []string) error {
	entities, err := o.named.entities(args)
	if err != nil {
		return err
	}
	run, err := o.run()
	if err != nil {
		return err
	}
	run.Named = len(args) > 0
	printer, err := o.printing.Printer(o.output, cmdkit.RowLayout(syncing.Row{}, o.columns()...).Keeping("entity").Wrapping("message"))
	if err != nil {
		return err
	}
	if run.Session, err = o.session(); err != nil {
		return err
	}
	store, release, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer release()
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	run.Store, out.Done = store, run.SoFar
	run.Progress = func(entity *api.Entity, total int) syncing.Progress {
		bar := o.printing.Progress(total, printer)
		bar.Describe(entity.Name)
		return bar
	}
	err = run.All(ctx, entities, func(row syncing.Row) error { return out.WriteRow(row) })
	if denied := run.Denied(); err == nil && denied != "" {
		out.Notef("%s", denied)
	}
	if err == nil && !o.dryRun {
		err = o.mirrors.MirrorError(store.Forget(ctx, o.settings.Now().Add(-time.Duration(o.history)*24*time.Hour)))
	}
	if err := out.Finish(err); err != nil {
		return err
	}
	return run.Verdict()
}

// run is what the flags ask for. Nothing is called or opened yet.
func (o *syncOptions) run() (*syncing.Run, error) {
	if o.limit < 0 || o.history < 0 {
		return nil, fail.Usagef("--limit and --history are not negative")
	}
	window, err := o.settings.ParseWindow(o.since, "")
	if err != nil {
		return nil, err
	}
	allowed, err := bulk.ParseLimit("--allow-gone", o.allowGone)
	if err != nil {
		return nil, err
	}
	run := &syncing.Run{
		Options:  syncing.Options{Recheck: o.recheck, Prune: o.prune, DryRun: o.dryRun, Limit: o.limit},
		Reporter: o.streams, Explain: o.mirrors.MirrorError, Now: o.settings.Now,
	}
	if allowed.Set {
		run.AllowGone, run.AllowedText = allowed.Of, allowed.Text
	}
	if !window.Open() {
		run.Within = func(entity *api.Entity, entry record.Record) bool {
			held, _ := window.Holds(entity, entry)
			return held
		}
	}
	return run, nil
}

func (o *syncOptions) columns() []string {
	columns := []string{"entity", "indexed", "new", "changed", "unchanged", "gone", "failed", "calls", "time"}
	if o.prune {
		columns = slices.Insert(columns, slices.Index(columns, "failed"), "pruned")
	}
	return columns
}

// open opens the mirror for this run alone, after what the flags want done to a damaged one.
func (o *syncOptions) open(ctx context.Context) (*mirror.Store, func(), error) {
	opener := &syncing.Opener{
		Reporter: o.streams, Options: o.mirrors.MirrorOptions, Open: o.mirrors.OpenMirror, Explain: o.mirrors.MirrorError,
		AtEnd: o.atEnd, Now: o.settings.Now, DryRun: o.dryRun, Wait: o.wait,
	}
	if o.rebuild {
		if err := opener.SetDamagedAside(ctx); err != nil {
			return nil, nil, err
		}
	}
	return opener.ForRun(ctx)
}
