package cmdkit

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/mirror/freshness"
	"github.com/aimsio-cli/aimsio/internal/private"
)

// Mirrors opens the mirror of the environment that a run works with.
type Mirrors struct {
	invocation *Invocation
	streams    *Streams
	settings   *Settings
}

// MirrorFlags say whether a command reads through the mirror.
type MirrorFlags struct {
	none, Offline bool
}

// AddMirrorFlag adds the flag that names the place of the mirror.
func AddMirrorFlag(a *Env, cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.Flags.mirror, "mirror", "", "the mirror: a file, or postgres://USER@HOST/DATABASE (default: one in the state folder)")
}

// check refuses flags that cannot both hold.
func (f *MirrorFlags) check() error {
	if f.none && f.Offline {
		return fail.Usagef("--no-mirror reads from the server alone and --offline from the mirror alone: give one of them")
	}
	return nil
}

// Disable reads without the mirror, which does not know what parameters of a call do.
func (f *MirrorFlags) Disable() error {
	if f.Offline {
		return fail.Usagef("--param is for the server: leave it out, or --offline")
	}
	f.none = true
	return nil
}

// Add adds the flags to a command; offline tells whether it can do without the server.
func (f *MirrorFlags) Add(a *Env, cmd *cobra.Command, offline bool) {
	AddMirrorFlag(a, cmd)
	cmd.Flags().BoolVar(&f.none, "no-mirror", false, "read everything from the server, though there is a mirror")
	if offline {
		cmd.Flags().BoolVar(&f.Offline, "offline", false, "read from the mirror alone and call nothing")
		NoteFlag(cmd, "mirror", IdleWith, "no-mirror") // a write beside it is noted in the mirror nevertheless
	}
}

// mirrorAddress is where the mirror of an environment is: the place that is set, else a file in the
// state folder, which is not made here.
func (m *Mirrors) mirrorAddress(environment *config.Environment) (string, error) {
	if environment.Mirror != "" {
		return environment.Mirror, nil
	}
	loaded, err := m.settings.Load()
	if err != nil {
		return "", err
	}
	folder, err := loaded.StateDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(folder, "mirrors", database.FileName(environment.Name)), nil
}

// MirrorOptions say which mirror a run uses.
func (m *Mirrors) MirrorOptions() (mirror.Options, error) {
	environment, err := m.settings.Environment()
	if err != nil {
		return mirror.Options{}, err
	}
	address, err := m.mirrorAddress(environment)
	if err != nil {
		return mirror.Options{}, err
	}
	days, err := m.settings.DayZone()
	if err != nil {
		return mirror.Options{}, err
	}
	options := mirror.Options{
		Address: address, Environment: environment.Name, Server: environment.URL.String(),
		Catalog: m.invocation.Catalog, DayZone: days, Now: m.settings.Now, Command: m.invocation.Command, Own: environment.Mirror == "",
	}
	if environment.Demo() {
		options.User = DemoUser
	} else if user, _, err := environment.Username(); err == nil {
		options.User = user // or nobody is named: what needs no server needs no user either
	}
	return options, nil
}

// OpenMirror opens the mirror, which the run closes. Without create, one that is not there is an
// error that says how to have one.
func (m *Mirrors) OpenMirror(ctx context.Context, create bool) (*mirror.Store, error) {
	store, err := m.OpenMirrorAWhile(ctx, create)
	if err == nil {
		m.invocation.AtEnd(func() { CloseQuietly(store) })
	}
	return store, err
}

// OpenMirrorAWhile is OpenMirror for who closes it long before the run ends.
func (m *Mirrors) OpenMirrorAWhile(ctx context.Context, create bool) (*mirror.Store, error) {
	options, err := m.MirrorOptions()
	if err != nil {
		return nil, err
	}
	if options.Make = create; create {
		if err := m.makeMirrorFolder(); err != nil {
			return nil, err
		}
	}
	store, err := mirror.Open(ctx, options)
	if err != nil {
		return nil, m.MirrorError(err)
	}
	return store, nil
}

// makeMirrorFolder makes the folder where mirrors usually are, for the user alone. Who may read another one,
// which the user named, is the user's affair.
func (m *Mirrors) makeMirrorFolder() error {
	environment, err := m.settings.Environment()
	if err != nil || environment.Mirror != "" {
		return err
	}
	state, err := m.settings.StateDir()
	if err != nil {
		return err
	}
	if err := private.Folder(filepath.Join(state, "mirrors")); err != nil {
		return fmt.Errorf("making the folder of the mirrors: %w", err)
	}
	return nil
}

// ReadMirror opens the mirror for a command that reads through it where there is one. It gives nil
// where there is none to be used.
func (m *Mirrors) ReadMirror(ctx context.Context, flags MirrorFlags) (*mirror.Store, error) {
	if err := flags.check(); err != nil {
		return nil, err
	}
	if flags.Offline {
		return m.OpenMirror(ctx, false)
	}
	if flags.none {
		return nil, nil // no mirror is no error
	}
	options, err := m.MirrorOptions()
	if err != nil || !mirror.Exists(options.Address) {
		return nil, err
	}
	store, err := m.OpenMirror(ctx, false)
	if foreign, ok := errors.AsType[*database.ForeignError](err); ok {
		m.streams.Notef("note: %s; it is not used", foreign)
		return nil, nil
	}
	if errors.Is(err, mirror.ErrNone) {
		return nil, nil
	}
	return store, err
}

// MirrorError says of a mirror that cannot be used what to do.
func (m *Mirrors) MirrorError(err error) error {
	var (
		damaged     *database.DamagedError
		foreign     *database.ForeignError
		busy        *mirror.BusyError
		unreachable *database.UnreachableError
		power       *mirror.PowerError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &damaged) && damaged.Store == database.Mirror:
		return fail.New(fail.Failed, "\"aimsio sync --rebuild\" sets it aside and makes a new one; "+
			"list, get and update read from the server with --no-mirror", "%w", err)
	case errors.As(err, &foreign) && foreign.Store == database.Mirror:
		return fail.New(fail.Usage, "\"aimsio mirror clear\" makes room for another; --mirror names another place", "%w", err)
	case errors.As(err, &busy):
		return fail.New(fail.Failed, "--wait waits until it is done", "%w", err)
	case errors.As(err, &power):
		return fail.New(fail.Guarded, "ask as a role that may only read, as in the guide on SQL and BI, or go on with --allow-superuser", "%w", err)
	case errors.As(err, &unreachable) && unreachable.Store == database.Mirror:
		return fail.New(fail.Unreachable, "list, get and update read from the server with --no-mirror", "%w", err)
	case errors.Is(err, database.ErrDenied):
		return fail.New(fail.Failed, m.rightsHint()+"list, get and update read from the server with --no-mirror", "%w", err)
	case errors.Is(err, database.ErrAddress):
		return fail.AsUsage(err)
	case errors.Is(err, mirror.ErrNotOurs):
		return fail.New(fail.Failed, "--mirror names another place", "%w", err)
	case errors.Is(err, mirror.ErrNone):
		return fail.New(fail.Failed, "\"aimsio sync\" makes one", "%w", err)
	default:
		return err
	}
}

// rightsHint says how a role of a database comes to the rights that it lacks, nothing of a file.
func (m *Mirrors) rightsHint() string {
	if options, err := m.MirrorOptions(); err != nil || !database.OnServer(options.Address) {
		return ""
	}
	return "give the role usage on the schema and select on its tables; a role that does not inherit them (NOINHERIT) takes on " +
		"the one that has them by ?role=ROLE at the end of the address; "
}

// ReportAge says how old the mirror's view of an entity is, to one who reads from it alone. An entity
// that was never synced cannot be read so.
func (m *Mirrors) ReportAge(ctx context.Context, store *mirror.Store, entity *api.Entity) error {
	statuses, err := store.EntityStatuses(ctx)
	if err != nil {
		return m.MirrorError(err)
	}
	notes, synced := freshness.OfEntity(mirror.EntityStatusOf(statuses, entity.Name), m.settings.Now())
	if !synced {
		return fail.New(fail.Failed, freshness.ReadsThem(entity.Name), "the mirror %s has no %s", store.Place(), entity.Name)
	}
	for _, note := range notes {
		m.streams.Notef("%s", note)
	}
	return nil
}

// ReportAges is ReportAge for several entities that are read beside a record.
func (m *Mirrors) ReportAges(ctx context.Context, store *mirror.Store, entities []*api.Entity) error {
	environment, err := m.settings.Environment()
	if err != nil {
		return err
	}
	statuses, err := store.EntityStatuses(ctx)
	if err != nil {
		return m.MirrorError(err)
	}
	var names []string
	for _, entity := range entities {
		names = append(names, entity.Name)
		if mirror.EntityStatusOf(statuses, entity.Name).IndexedAt.IsZero() {
			return fail.New(fail.Failed, freshness.ReadsThem(entity.Name), "the mirror %s has no %s", store.Place(), entity.Name)
		}
	}
	for _, note := range freshness.Of(mirror.FreshnessOf(statuses, names), environment.Name, m.settings.Now()).Other {
		m.streams.Notef("%s", note)
	}
	return nil
}
