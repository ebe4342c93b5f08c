package cmdkit

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/private"
)

// LedgerOptions say which ledger a run uses: the one beside the mirror of its environment. Nothing is made yet.
func (m *Mirrors) LedgerOptions() (ledger.Options, error) {
	beside, err := m.MirrorOptions()
	if err != nil {
		return ledger.Options{}, err
	}
	options := ledger.Options{
		Address: beside.Address, Environment: beside.Environment, Server: beside.Server, User: beside.User,
		Now: beside.Now, Command: beside.Command,
	}
	switch {
	case database.OnServer(beside.Address):
	case beside.Own:
		loaded, err := m.settings.Load()
		if err != nil {
			return options, err
		}
		state, err := loaded.StateDir()
		if err != nil {
			return options, err
		}
		options.Address = filepath.Join(state, "ledgers", filepath.Base(beside.Address))
	default:
		options.Address += ".ledger"
	}
	return options, nil
}

// OpenLedger opens the ledger, which the run closes. Without create, one that is not there is ledger.ErrNone.
func (m *Mirrors) OpenLedger(ctx context.Context, create bool) (*ledger.Ledger, error) {
	options, err := m.LedgerOptions()
	if err != nil {
		return nil, err
	}
	environment, err := m.settings.Environment()
	if err != nil {
		return nil, err
	}
	if options.Make = create; create && environment.Mirror == "" {
		if _, err := m.settings.StateDir(); err != nil {
			return nil, err
		}
		if err := private.Folder(filepath.Dir(options.Address)); err != nil {
			return nil, err
		}
	}
	opened, err := ledger.Open(ctx, options)
	if err != nil {
		return nil, LedgerError(err)
	}
	m.invocation.AtEnd(func() { CloseQuietly(opened) })
	return opened, nil
}

// OtherLedger is one of another environment of the same server and user; Here is where that of this environment is.
type OtherLedger struct{ Environment, Place, Here string }

// OtherLedgerWith finds, of the ledgers in the state folder, another one of the same server and user that knows an export: as where
// an environment was given a new name. It is nil where there is none. One that cannot be read is passed over.
func (m *Mirrors) OtherLedgerWith(ctx context.Context, export string) (*OtherLedger, error) {
	options, err := m.LedgerOptions()
	if err != nil || database.OnServer(options.Address) || options.User == "" {
		return nil, err
	}
	here := options.Address
	files, err := os.ReadDir(filepath.Dir(here))
	if err != nil {
		return nil, nil //nolint:nilnil,nilerr // no folder has no other ledger
	}
	for _, file := range files {
		options.Address = filepath.Join(filepath.Dir(here), file.Name())
		if options.Address == here || filepath.Ext(file.Name()) != filepath.Ext(here) {
			continue
		}
		opened, err := ledger.Open(ctx, options)
		if err != nil {
			continue
		}
		owner, err := opened.Owner(ctx)
		entity := ""
		if err == nil {
			entity, err = opened.EntityOf(ctx, export)
		}
		CloseQuietly(opened)
		if err == nil && entity != "" {
			return &OtherLedger{Environment: owner.Environment, Place: options.Address, Here: here}, nil
		}
	}
	return nil, nil //nolint:nilnil // there is none
}

// LedgerError says of a ledger that cannot be used what to do.
func LedgerError(err error) error {
	damaged, isDamaged := errors.AsType[*database.DamagedError](err)
	foreign, isForeign := errors.AsType[*database.ForeignError](err)
	_, busy := errors.AsType[*ledger.BusyError](err)
	unreachable, isUnreachable := errors.AsType[*database.UnreachableError](err)
	_, entity := errors.AsType[*ledger.EntityError](err)
	switch {
	case err == nil:
		return nil
	case isDamaged && damaged.Store == database.Ledger:
		return fail.New(fail.Failed, "move its files away, then \"aimsio export restore FILE\" makes it of a backup; without one, "+
			"nothing tells any more what was handed over", "%w", err)
	case isForeign && foreign.Store == database.Ledger:
		return fail.New(fail.Usage, "--mirror names another place, and the ledger beside it", "%w", err)
	case busy:
		return fail.New(fail.Guarded, "--wait waits until it is done", "%w", err)
	case isUnreachable && unreachable.Store == database.Ledger:
		return fail.New(fail.Unreachable, "", "%w", err)
	case entity, errors.Is(err, database.ErrAddress):
		return fail.AsUsage(err)
	case errors.Is(err, ledger.ErrNotOurs):
		return fail.New(fail.Failed, "--mirror names another place, and the ledger beside it", "%w", err)
	case errors.Is(err, ledger.ErrMoved):
		return fail.New(fail.Guarded, "\"aimsio export show\" tells how far it is", "%w", err)
	default:
		return err
	}
}
