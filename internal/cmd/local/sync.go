// Package local holds the commands that work with the local copy: sync, changes, sql and mirror.
package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// syncOptions are the flags of "sync".
type syncOptions struct {
	recheck, prune, dryRun, wait, rebuild bool
	since                                 string
	limit, history                        int
	allowGone                             string
	allowed                               bulk.ChangeLimit
	output                                cmdkit.OutputFlags
}

// syncRow is what became of an entity.
type syncRow struct {
	Entity    string `json:"entity"`
	Indexed   int    `json:"indexed"`
	New       int    `json:"new"`
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	Gone      int    `json:"gone"`
	// Held are records that the index does not name and that were not marked as gone, because they are
	// too many at once.
	Held    int `json:"held"`
	Pruned  int `json:"pruned"`
	Failed  int `json:"failed"`
	Pending int `json:"pending"`
	Calls   int `json:"calls"`
	// Milliseconds is how long it took or, of a dry run, would take.
	Milliseconds int64  `json:"milliseconds"`
	Time         string `json:"time"`
	Message      string `json:"message"`
}

// NewSyncCommand makes the command sync.
func NewSyncCommand(a *cmdkit.Env) *cobra.Command {
	var options syncOptions
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
			return runSync(cmd.Context(), a, args, options)
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
	options.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(syncRow{}) })
	cmdkit.RegisterCompletion(cmd, "since", cmdkit.CompleteWords("24h", "7d"))
	return cmd
}

func runSync(ctx context.Context, a *cmdkit.Env, args []string, options syncOptions) error {
	entities, err := syncable(a, args)
	if err != nil {
		return err
	}
	if options.limit < 0 || options.history < 0 {
		return fail.Usagef("--limit and --history are not negative")
	}
	within, err := a.ParseWindow(options.since, "")
	if err != nil {
		return err
	}
	if options.allowed, err = bulk.ParseLimit("--allow-gone", options.allowGone); err != nil {
		return err
	}
	columns := []string{"entity", "indexed", "new", "changed", "unchanged", "gone", "failed", "calls", "time"}
	if options.prune {
		columns = slices.Insert(columns, slices.Index(columns, "failed"), "pruned")
	}
	printer, err := a.Printer(options.output, cmdkit.RowLayout(syncRow{}, columns...))
	if err != nil {
		return err
	}
	reader, err := a.Session()
	if err != nil {
		return err
	}
	if options.rebuild {
		if err := setMirrorAside(ctx, a, options.dryRun); err != nil {
			return err
		}
	}
	store, release, err := mirrorToFill(ctx, a, options)
	if err != nil {
		return err
	}
	defer release()
	out, err := printer.Open(ctx)
	if err != nil {
		return err
	}
	run := &syncRun{app: a, reader: reader, store: store, options: options, window: within, printer: printer, named: len(args) > 0}
	out.Done = run.soFar
	err = run.all(ctx, entities, out)
	if err == nil && !options.dryRun {
		err = a.MirrorError(store.Forget(ctx, a.Now().Add(-time.Duration(options.history)*24*time.Hour)))
	}
	if err := out.Finish(err); err != nil {
		return err
	}
	return run.verdict()
}

// mirrorToFill opens the mirror for this run alone. One that was removed while the run waited for it
// is made anew.
func mirrorToFill(ctx context.Context, a *cmdkit.Env, options syncOptions) (store *mirror.Store, release func(), err error) {
	const most = 5
	for range most {
		if store, err = openForSync(ctx, a, options.dryRun); err != nil || options.dryRun {
			return store, func() {}, err
		}
		release, err = store.Lock(ctx, options.wait, func(busy *mirror.BusyError) { a.Notef("waiting: %s", busy) })
		if !errors.Is(err, mirror.ErrReplaced) {
			break
		}
	}
	if err != nil {
		return nil, nil, a.MirrorError(err)
	}
	if err := makeViews(ctx, a, store); err != nil {
		release()
		return nil, nil, err
	}
	return store, release, nil
}

// openForSync opens the mirror, and makes it where there is none. A dry run leaves none behind.
func openForSync(ctx context.Context, a *cmdkit.Env, dryRun bool) (*mirror.Store, error) {
	if !dryRun {
		return a.OpenMirror(ctx, true)
	}
	store, err := a.OpenMirror(ctx, false)
	if !errors.Is(err, mirror.ErrNone) {
		return store, err
	}
	folder, err := os.MkdirTemp("", "aimsio-")
	if err != nil {
		return nil, fmt.Errorf("making room for the dry run: %w", err)
	}
	a.AtEnd(func() { _ = os.RemoveAll(folder) })
	options, err := a.MirrorOptions()
	if err != nil {
		return nil, err
	}
	options.Address, options.Make = filepath.Join(folder, "dry-run.db"), true
	if store, err = mirror.Open(ctx, options); err != nil {
		return nil, a.MirrorError(err)
	}
	a.AtEnd(func() { cmdkit.CloseQuietly(store) })
	return store, nil
}

// makeViews brings the views up to date. Where somebody's own view stands in the way, that is told: the
// records are none the worse for it.
func makeViews(ctx context.Context, a *cmdkit.Env, store *mirror.Store) error {
	err := store.MakeViews(ctx)
	if err == nil {
		return nil
	}
	if _, damaged := errors.AsType[*mirror.DamagedError](err); damaged || ctx.Err() != nil {
		return a.MirrorError(err)
	}
	a.Problemf("warning: the views are not up to date: %s", fail.OneLine(err))
	return nil
}

// syncable gives the entities that are named, or all that can be listed.
func syncable(a *cmdkit.Env, names []string) ([]*api.Entity, error) {
	var entities []*api.Entity
	for _, name := range names {
		entity, err := a.EntityNamed(name)
		if err != nil {
			return nil, err
		}
		if !api.Has(api.List)(entity) {
			return nil, fail.Usagef("%s cannot be listed, so they cannot be synced", entity.Name)
		}
		if !service.Listable(entity) {
			return nil, fail.Usagef("%s cannot be listed without a parameter, so they cannot be synced", entity.Name)
		}
		if !slices.Contains(entities, entity) {
			entities = append(entities, entity)
		}
	}
	if len(names) > 0 {
		return entities, nil
	}
	var nameless []string
	for _, entity := range a.Catalog.Entities {
		switch {
		case service.Listable(entity) && !service.Identifiable(entity):
			nameless = append(nameless, entity.Name)
		case service.Listable(entity):
			entities = append(entities, entity)
		case api.Has(api.List)(entity):
			a.Notef("note: %s cannot be listed without a parameter and are left out", entity.Name)
		}
	}
	if len(nameless) > 0 {
		a.Notef("note: the lists of %s do not say which record is which, so they are left out", strings.Join(nameless, ", "))
	}
	return entities, nil
}

// setMirrorAside makes room for a new mirror in the place of one that cannot be read. One that can be
// is left where it is.
func setMirrorAside(ctx context.Context, a *cmdkit.Env, dryRun bool) error {
	options, err := a.MirrorOptions()
	if err != nil || !mirror.Exists(options.Address) {
		return err
	}
	store, err := mirror.Open(ctx, options)
	if err == nil {
		err = store.Check(ctx)
		cmdkit.CloseQuietly(store)
	}
	if err == nil {
		a.Notef("the mirror is sound and stays as it is")
		return nil
	}
	if _, damaged := errors.AsType[*mirror.DamagedError](err); !damaged {
		return a.MirrorError(err)
	}
	if dryRun {
		return fail.New(fail.Failed, "without --dry-run it is set aside and made anew", "%w", err)
	}
	aside, err := mirror.SetAside(ctx, options.Address, a.Now())
	if err != nil {
		return err
	}
	a.Problemf("the damaged mirror is now %s", aside)
	return nil
}
