package syncing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// Opener opens the mirror that a sync fills.
type Opener struct {
	Reporter hydrate.Reporter
	// Options say which mirror it is.
	Options func() (mirror.Options, error)
	// Open opens it, and makes it where there is none and that is wanted. It says what to do about a failure.
	Open func(ctx context.Context, create bool) (*mirror.Store, error)
	// Explain says of a failure of the mirror what to do.
	Explain func(error) error
	// AtEnd has something done when the run ends.
	AtEnd func(func())
	Now   func() time.Time
	// DryRun leaves no mirror behind, and Wait waits while another process fills it.
	DryRun, Wait bool
}

// mostReplaced is how often a mirror may be removed while a run waits for it.
const mostReplaced = 5

// ForRun opens the mirror for this run alone, with its views. One that was removed while the run waited for it is
// made anew. A dry run takes what is there, or an empty one.
func (o *Opener) ForRun(ctx context.Context) (store *mirror.Store, release func(), err error) {
	if o.DryRun {
		store, err = o.toLookAt(ctx)
		return store, func() {}, err
	}
	for range mostReplaced {
		if store, err = o.Open(ctx, true); err != nil {
			return nil, nil, err
		}
		release, err = store.Lock(ctx, o.Wait, func(busy *mirror.BusyError) { o.Reporter.Notef("waiting: %s", busy) })
		if !errors.Is(err, mirror.ErrReplaced) {
			break
		}
	}
	if err != nil {
		return nil, nil, o.Explain(err)
	}
	if err := o.makeViews(ctx, store); err != nil {
		release()
		return nil, nil, err
	}
	return store, release, nil
}

// toLookAt opens the mirror that is there, or an empty one in a folder that goes with the run.
func (o *Opener) toLookAt(ctx context.Context) (*mirror.Store, error) {
	store, err := o.Open(ctx, false)
	if !errors.Is(err, mirror.ErrNone) {
		return store, err
	}
	folder, err := os.MkdirTemp("", "aimsio-")
	if err != nil {
		return nil, fmt.Errorf("making room for the dry run: %w", err)
	}
	o.AtEnd(func() { _ = os.RemoveAll(folder) })
	options, err := o.Options()
	if err != nil {
		return nil, err
	}
	options.Address, options.Make = filepath.Join(folder, "dry-run.db"), true
	if store, err = mirror.Open(ctx, options); err != nil {
		return nil, o.Explain(err)
	}
	o.AtEnd(func() { closeQuietly(store) })
	return store, nil
}

// makeViews brings the views up to date. Where somebody's own view stands in the way, that is told: the
// records are none the worse for it.
func (o *Opener) makeViews(ctx context.Context, store *mirror.Store) error {
	err := store.MakeViews(ctx)
	if err == nil {
		return nil
	}
	if _, damaged := errors.AsType[*database.DamagedError](err); damaged || ctx.Err() != nil {
		return o.Explain(err)
	}
	o.Reporter.Problemf("warning: the views are not up to date: %s", fail.OneLine(err))
	return nil
}

// SetDamagedAside makes room for a new mirror in the place of one that cannot be read. One that can be is left where
// it is. A dry run says what is damaged, as an error.
func (o *Opener) SetDamagedAside(ctx context.Context) error {
	options, err := o.Options()
	if err != nil || !mirror.Exists(options.Address) {
		return err
	}
	store, err := mirror.Open(ctx, options)
	if err == nil {
		err = store.Check(ctx)
		closeQuietly(store)
	}
	if err == nil {
		o.Reporter.Notef("the mirror is sound and stays as it is")
		return nil
	}
	if _, damaged := errors.AsType[*database.DamagedError](err); !damaged {
		return o.Explain(err)
	}
	if o.DryRun {
		return fail.New(fail.Failed, "without --dry-run it is set aside and made anew", "%w", err)
	}
	aside, err := mirror.SetAside(ctx, options.Address, o.Now())
	if err != nil {
		return err
	}
	o.Reporter.Problemf("the damaged mirror is now %s", aside)
	return nil
}

func closeQuietly(c io.Closer) { _ = c.Close() }
