package local

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/command"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/syncing"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/watch"
)

// watchOptions are what "watch" needs.
type watchOptions struct {
	name                           string
	every                          time.Duration
	once, each, fromNow, fromStart bool
	batch, history                 int

	streams  *cmdkit.Streams
	settings *cmdkit.Settings
	printing *cmdkit.Output
	mirrors  *cmdkit.Mirrors
	session  func() (*session.Session, error)
	catalog  *api.Catalog
	named    entityNames
	format   func() string
}

// NewWatchCommand makes the command watch.
func NewWatchCommand(a *cmdkit.Env) *cobra.Command {
	options := &watchOptions{
		streams: a.Streams, settings: a.Settings, printing: a.Output, mirrors: a.Mirrors, session: a.Session, catalog: a.Catalog,
		named: entityNames{catalog: a.Catalog, named: a.EntityNamed, notef: a.Notef}, format: func() string { return a.Flags.Output },
	}
	cmd := &cobra.Command{
		Use:   "watch [ENTITY...] --name NAME [-- COMMAND [ARG...]]",
		Short: "Hand on what changes, at least once and in order",
		Long: `Hand on what changes: sync, then write every event that the history of the mirror has since NAME was
last here, one JSON object a line, and so on every five minutes. An event tells what appeared,
changed (which fields, from which value to which) or vanished, with the whole record as the mirror
has it now. "sequence" counts them: an event that comes again has the number that it had.

With COMMAND the events go to its standard input, up to --batch-size in one call, or with --each
one event a call. AIMSIO_WATCH_NAME and AIMSIO_WATCH_EVENTS (how many) are in its environment, with
--each also AIMSIO_WATCH_KIND, _ENTITY, _GUID, _KEY and _SEQUENCE. No shell reads COMMAND.

The place of NAME moves on once the events are written, or COMMAND ended with 0. Until then the same
events come again, so each is handed on at least once, and in order. A failure is told once, is tried
again after a second and then ever later, up to --every, and is told again when it is over. With
--once the run ends with its code: 1 where COMMAND failed, 7 where the server is away.

A new NAME begins from now: with what is found from here on. --from-start hands on all that the
history has, which is kept for 30 days. Where the place of NAME is lost, because the mirror was
cleared or its history removed before it was handed on, the run ends with 9: choose --from-now or
--from-start then. One run of a NAME is at work at a time, a second one ends with 9.`,
		Example: `  # every night: what changed since the last night, in a file
  aimsio watch joborders --env demo --name nightly --once

  # a script of your own for each change of a timecard
  aimsio watch timecards --env demo --name payroll --once --each -- sh -c 'echo "$AIMSIO_WATCH_KIND $AIMSIO_WATCH_KEY"'

  # until it is stopped, all entities, looking every minute, with at most 100 events a call
  aimsio watch --env sandbox --name bus --every 1m --batch-size 100 -- ./publish`,
		ValidArgsFunction: cmdkit.CompleteEntities(a),
		RunE: func(cmd *cobra.Command, args []string) error {
			words := args[len(args):]
			if at := cmd.ArgsLenAtDash(); at >= 0 {
				args, words = args[:at], args[at:]
				if err := command.Check(words); err != nil {
					return err
				}
			}
			return runWatch(cmd.Context(), options, args, words)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&options.name, "name", "", "name of this watch, which tells its place from those of others")
	flags.DurationVar(&options.every, "every", 5*time.Minute, "how long to wait before the next sync, such as 90s, 5m or 1h")
	flags.BoolVar(&options.once, "once", false, "sync and hand on once, then end")
	flags.BoolVar(&options.each, "each", false, "call COMMAND for each event")
	flags.IntVar(&options.batch, "batch-size", 500, "hand on at most so many events together")
	flags.BoolVar(&options.fromNow, "from-now", false, "where NAME has no place to go on from, begin with what is found from here on")
	flags.BoolVar(&options.fromStart, "from-start", false, "where NAME has no place to go on from, begin with all that the history has")
	flags.IntVar(&options.history, "history", 30, "keep the history of the mirror for so many days, once it is handed on")
	cmdkit.AddMirrorFlag(a, cmd)
	cmdkit.NoteFlag(cmd, "every", cmdkit.IdleWith, "once")
	cmdkit.NoteFlag(cmd, "batch-size", cmdkit.IdleWith, "each")
	cmdkit.NoteFlag(cmd, "from-now", cmdkit.IdleWith, "from-start")
	cmdkit.RegisterCompletion(cmd, "every", cmdkit.CompleteWords("1m", "5m", "1h"))
	return cmd
}

func runWatch(ctx context.Context, o *watchOptions, names, words []string) error {
	if err := o.check(words); err != nil {
		return err
	}
	entities, err := o.named.entities(names)
	if err != nil {
		return err
	}
	if _, err := o.settings.Environment(); err != nil {
		return err
	}
	hand := watch.ToOutput(o.streams.Out)
	if len(words) > 0 {
		hand = watch.ToCommand(words, o.each, o.streams.Out, o.streams.Err)
	}
	w := &watch.Watch{
		Options: o.options(entities), Hand: hand, Lines: &watch.Lines{Fields: o.fields}, Sync: o.syncer(entities, len(names) > 0).Sync,
		OpenMirror: func(ctx context.Context) (*mirror.Store, error) { return o.mirrors.OpenMirrorAWhile(ctx, true) },
		OpenPlaces: o.openPlaces, Explain: o.mirrors.MirrorError, Kind: cmdkit.KindOf, Reporter: o.streams, Now: o.settings.Now,
	}
	return w.Run(ctx)
}

// check finds what can be wrong with the command line.
func (o *watchOptions) check(words []string) error {
	switch {
	case o.name == "":
		return fail.Usagef("--name is missing: it tells the place of this watch from those of others")
	case !text.IsName(o.name):
		return fail.Usagef("--name %q: the name of a watch has %s", o.name, text.NameRule)
	case o.every < time.Second:
		return fail.Usagef("--every %s: at least 1s", o.every)
	case o.batch < 1:
		return fail.Usagef("--batch-size %d: at least 1", o.batch)
	case o.history < 0:
		return fail.Usagef("--history %d is negative", o.history)
	case o.each && len(words) == 0:
		return fail.Usagef("--each calls a command, and none stands behind --")
	case !slices.Contains([]string{"", string(output.NDJSON), string(output.JSON)}, strings.ToLower(o.format())):
		return fail.Usagef("-o %s: events are written as NDJSON alone", o.format())
	default:
		return nil
	}
}

func (o *watchOptions) options(entities []*api.Entity) watch.Options {
	options := watch.Options{
		Name: o.name, Entities: entities, BatchSize: o.batch, Every: o.every, Once: o.once,
		Keep: time.Duration(o.history) * 24 * time.Hour,
	}
	if o.each {
		options.BatchSize = 1
	}
	switch {
	case o.fromNow:
		options.Begin = watch.BeginNow
	case o.fromStart:
		options.Begin = watch.BeginStart
	}
	return options
}

// syncer brings the mirror up to date. It waits for another process that fills it.
func (o *watchOptions) syncer(entities []*api.Entity, named bool) *watch.Syncer {
	news := &watch.NewsReporter{To: o.streams}
	return &watch.Syncer{
		Entities: entities, Named: named, Session: o.session, Explain: o.mirrors.MirrorError, Reporter: news, Now: o.settings.Now,
		Opener: &syncing.Opener{
			Reporter: news, Options: o.mirrors.MirrorOptions, Open: o.mirrors.OpenMirrorAWhile, Explain: o.mirrors.MirrorError,
			Now: o.settings.Now, Wait: true,
		},
	}
}

// fields tells of the fields that differ as "changes" does.
func (o *watchOptions) fields(name string, changes record.Value) (jsontext.Value, error) {
	var fields []api.Field
	if entity, known := o.catalog.Entity(name); known {
		fields = entity.Fields
	}
	words := o.printing.ChangeWords(fields)
	_, raw, err := words.Both(words.StoredChanges(changes))
	return raw, err
}

// openPlaces opens the ledger, where places are kept, and takes the watch for this run alone.
func (o *watchOptions) openPlaces(ctx context.Context) (*watch.Keeper, error) {
	opened, err := o.mirrors.OpenLedger(ctx, true)
	if err != nil {
		return nil, err
	}
	release, err := opened.LockWatch(ctx, o.name)
	if err != nil {
		cmdkit.CloseQuietly(opened)
		if _, busy := errors.AsType[*ledger.BusyError](err); busy {
			return nil, fail.New(fail.Guarded, "another --name has a place of its own", "%w", err)
		}
		return nil, cmdkit.LedgerError(err)
	}
	return &watch.Keeper{Ledger: opened, Release: release, Explain: cmdkit.LedgerError}, nil
}
