package handover

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/handover"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// options are what a hand-over works with, and the flags that every one of them takes.
type options struct {
	confirm, results string
	wait, dryRun     bool
	again            bool

	streams  *cmdkit.Streams
	settings *cmdkit.Settings
	printing *cmdkit.Output
	server   *cmdkit.Server
	mirrors  *cmdkit.Mirrors
	version  string
	atEnd    func(func())
}

func newOptions(env *cmdkit.Env) *options {
	return &options{
		streams: env.Streams, settings: env.Settings, printing: env.Output, server: env.Server, mirrors: env.Mirrors,
		version: env.Version, atEnd: env.AtEnd,
	}
}

// addRunFlags adds those of a command that hands over.
func (o *options) addRunFlags(env *cmdkit.Env, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&o.confirm, "confirm", "", "name of a protected environment whose records get a status, where nobody is there to type it")
	flags.StringVar(&o.results, "results", "", "keep what became of each status in a file, as NDJSON")
	flags.BoolVar(&o.again, "again", false, "hand over again what changed since it was handed over, in a batch of its own")
	flags.BoolVar(&o.wait, "wait", false, "wait while another process works on this export")
	cmdkit.AddMirrorFlag(env, cmd)
}

// addHandOverFlags adds those of a command that collects too.
func (o *options) addHandOverFlags(env *cmdkit.Env, cmd *cobra.Command) {
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "tell what would be handed over; the mirror is brought up to date for it")
	o.addRunFlags(env, cmd)
	cmdkit.NoteFlag(cmd, "results", cmdkit.IdleWith, "dry-run")
	cmdkit.NoteFlag(cmd, "wait", cmdkit.IdleWith, "dry-run")
}

// run makes a hand-over of what is wanted. Nothing is called.
func (o *options) run(wanted handover.Options, printer *cmdkit.Printer) (*handover.Run, error) {
	environment, err := o.settings.Environment()
	if err != nil {
		return nil, err
	}
	zones, err := o.settings.Zones()
	if err != nil {
		return nil, err
	}
	folder, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("finding the folder that a file is written to: %w", err)
	}
	run := &handover.Run{
		Reporter: o.streams, Options: wanted,
		Environment: environment.Name, Server: environment.URL.String(), Program: "aimsio " + o.version,
		Now: o.settings.Now, Zones: zones, Folder: folder, Messages: o.streams.Err,
		Groups: environment.StatusGroups, Marking: o.marking(environment, wanted.Entity), Comparer: o.printing.ChangeWords(wanted.Entity.Fields).Comparer,
	}
	run.Marking.OwnWrites = func(context.Context) bulk.Marker { return o.mirrors.OwnWritesIn(run.Mirror) }
	if printer != nil && printer.Explode != nil {
		run.HasRow = func(r record.Record) bool {
			some := false
			printer.Explode.Rows(r)(func(record.Record, error) bool { // what is wrong with a row is told when it is written
				some = true
				return false
			})
			return some
		}
		if printer.Flat() {
			run.Within = printer.Explode.Within
		}
	}
	if printer != nil {
		run.Render = func(ctx context.Context, to io.Writer) (handover.Sink, error) {
			printer.To = to
			return printer.Open(ctx)
		}
	}
	return run, nil
}

// marking is what a change of status works with.
func (o *options) marking(environment *config.Environment, entity *api.Entity) bulk.Setup {
	return bulk.Setup{
		Reporter: o.streams, Entity: entity, Verb: bulk.StatusVerb(entity), Action: service.ActionUpdateStatus,
		Environment: environment, User: o.user(environment), Session: o.server.Session,
		Mirror:       func(context.Context) (*mirror.Store, error) { return nil, nil }, //nolint:nilnil // records are named by their GUIDs
		MirrorError:  o.mirrors.MirrorError,
		ConfirmWrite: func(context.Context) error { return nil }, // which was asked before anything was collected
		Journal:      o.server.OpenJournal,
		Progress:     func(int) bulk.Progress { return &cmdkit.Progress{} },
		Words:        o.printing.ChangeWords,
		Stdin:        o.streams.Stdin, Now: o.settings.Now, Minute: o.settings.Minute, Zones: o.settings.Zones,
		Temporary: &o.streams.TempFiles,
	}
}

func (o *options) user(environment *config.Environment) string {
	if environment.Demo() {
		return cmdkit.DemoUser
	}
	user, _, _ := environment.Username() // without one nothing is sent, which says why
	return user
}

// refresh brings the mirror up to date, which is made where there is none.
func (o *options) refresh(run *handover.Run) func(context.Context, func(string)) (mirror.SyncResult, error) {
	return func(ctx context.Context, failing func(string)) (mirror.SyncResult, error) {
		session, err := o.server.Session()
		if err != nil {
			return mirror.SyncResult{}, err
		}
		if run.Mirror == nil {
			if run.Mirror, err = o.mirrors.OpenMirror(ctx, true); err != nil {
				return mirror.SyncResult{}, err
			}
		}
		fetching := &hydrate.Refresh{
			Session: session, Entity: run.Entity, Store: run.Mirror, Reporter: o.streams, MirrorError: o.mirrors.MirrorError,
			Begin: func(total int) hydrate.Progress { return o.printing.Progress(total, &cmdkit.Printer{}) },
			Failing: func(fetched service.Fetched) {
				o.streams.Problemf("%s", sessionMessage(run.Entity, fetched))
				failing(fetched.ID)
			},
		}
		return fetching.Run(ctx)
	}
}
