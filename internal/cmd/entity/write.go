package entity

import (
	"context"
	"errors"
	"iter"
	"os"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// writeOptions are what a command that writes needs: its flags, and what carries them out.
type writeOptions struct {
	bulk.Options

	confirm    string
	parameters cmdkit.ParameterFlag
	mirror     cmdkit.MirrorFlags
	heads      cmdkit.HeadFlags
	output     cmdkit.OutputFlags

	// files are those that the verb has beside the ones of every write.
	files []cmdkit.NamedFile

	entity *api.Entity
	// verb is that of the operation that writes, and action what the user calls it.
	verb   api.Verb
	action string

	streams  *cmdkit.Streams
	settings *cmdkit.Settings
	printing *cmdkit.Output
	server   *cmdkit.Server
	mirrors  *cmdkit.Mirrors
	atEnd    func(func())
}

func newWriteOptions(env *cmdkit.Env, entity *api.Entity, verb api.Verb, action string) *writeOptions {
	return &writeOptions{
		entity: entity, verb: verb, action: action,
		streams: env.Streams, settings: env.Settings, printing: env.Output, server: env.Server, mirrors: env.Mirrors, atEnd: env.AtEnd,
	}
}

// run writes the records of a file, or those that the arguments name.
func (o *writeOptions) run(ctx context.Context, args []string, from *bulk.StatusGuard) error {
	setup, err := o.setup(from)
	if err != nil {
		return err
	}
	run, err := bulk.Plan(setup, o.Options)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return run.FromInput(ctx)
	}
	return run.FromKeys(ctx, func(broken *error) iter.Seq[string] {
		return o.streams.Words(ctx, args, broken)
	})
}

// setup gathers what the write works with. Nothing is called, and no file written.
func (o *writeOptions) setup(from *bulk.StatusGuard) (bulk.Setup, error) {
	printer, err := o.printer()
	if err != nil {
		return bulk.Setup{}, err
	}
	return o.setupFor(printer, from)
}

// setupFor is setup where the output is not that of every write.
func (o *writeOptions) setupFor(printer *cmdkit.Printer, from *bulk.StatusGuard) (bulk.Setup, error) {
	environment, err := o.settings.Environment()
	if err != nil {
		return bulk.Setup{}, err
	}
	values, err := o.parameters.Values()
	if err != nil {
		return bulk.Setup{}, err
	}
	if err := o.checkFiles(); err != nil {
		return bulk.Setup{}, err
	}
	if o.Heads, err = o.settings.Heads(o.heads, o.entity); err != nil {
		return bulk.Setup{}, err
	}
	setup := bulk.Setup{
		Reporter: o.streams, Entity: o.entity, Verb: o.verb, Action: o.action, From: from,
		Environment: environment, User: userOf(environment), Parameters: cmdkit.ParametersOf(o.entity, o.verb, values),
		Session:      o.server.Session,
		Mirror:       func(ctx context.Context) (*mirror.Store, error) { return o.mirrors.ReadMirror(ctx, o.mirror) },
		MirrorError:  o.mirrors.MirrorError,
		OwnWrites:    func(ctx context.Context) bulk.Marker { return o.mirrors.OpenOwnWrites(ctx) },
		ConfirmWrite: func(ctx context.Context) error { return o.server.ConfirmWrite(ctx, environment, o.confirm) },
		Journal:      o.server.OpenJournal,
		Rows:         func(ctx context.Context) (bulk.Rows, error) { return printer.Open(ctx) },
		Progress:     func(total int) bulk.Progress { return o.printing.Progress(total, printer) },
		Words:        o.printing.ChangeWords,
		Stdin:        o.streams.Stdin, Now: o.settings.Now, Minute: o.settings.Minute, Zones: o.settings.Zones,
		Temporary: &o.streams.TempFiles,
	}
	format := printer.Options.Format
	setup.Calls = !format.Flat()
	setup.Brief = format == output.CSV && printer.Options.Columns == nil
	if setup.Resumed, err = o.openResumed(); err != nil {
		return bulk.Setup{}, err
	}
	setup.Refused = o.server.GuardEarly(environment, o.confirm)
	if o.DryRun && errors.Is(setup.Refused, cmdkit.ErrNotConfirmed) {
		setup.Refused = nil // whoever looks first confirms nothing
	}
	return setup, nil
}

// printer prints the results, or what a dry run would send.
func (o *writeOptions) printer() (*cmdkit.Printer, error) {
	shown := cmdkit.RowLayout(results.Row{}, bulk.ResultColumns(o.action)...).Keeping("key", "outcome").Wrapping("message")
	if o.DryRun {
		shown = cmdkit.RowLayout(bulk.PreviewRow{}, bulk.PreviewColumns()...).Keeping("key", "action").Wrapping("changes")
		shown.Closed = false // as JSON, the rows are calls
	}
	return o.printing.Printer(o.output, shown)
}

// openResumed opens the results to go on from, until the end of the run.
func (o *writeOptions) openResumed() (*os.File, error) {
	if o.Resume == "" {
		return nil, nil //nolint:nilnil // nothing is gone on from
	}
	file, err := cmdkit.OpenFile("--resume", o.Resume)
	if err != nil {
		return nil, err
	}
	o.atEnd(func() { cmdkit.CloseQuietly(file) })
	return file, nil
}

// checkFiles refuses to write over a file that the run reads or writes too: the input would be
// gone before it is sent, or the results before anybody sees them.
func (o *writeOptions) checkFiles() error {
	results := cmdkit.NamedFile{Flag: "--results", Path: o.Results}
	if o.Resume != "" {
		results = cmdkit.NamedFile{Flag: "--resume", Path: o.Resume}
	}
	input := cmdkit.NamedFile{Flag: "-f", Path: o.File}
	if o.File == "-" {
		input = cmdkit.NamedFile{Flag: "standard input", Stream: o.streams.In}
	}
	out := cmdkit.NamedFile{Flag: "--out", Path: o.output.Out}
	if cmdkit.IsStandardOutput(o.output.Out) {
		out = cmdkit.NamedFile{Flag: "standard output", Stream: o.streams.Out}
	}
	return cmdkit.Distinct(append([]cmdkit.NamedFile{input, {Flag: "--rejects", Path: o.Rejects}, out, results}, o.files...)...)
}

// userOf is the name that an environment is written to under; without one nothing is sent, which says why.
func userOf(environment *config.Environment) string {
	if environment.Demo() {
		return cmdkit.DemoUser
	}
	user, _, _ := environment.Username()
	return user
}
