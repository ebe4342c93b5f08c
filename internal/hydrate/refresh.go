package hydrate

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// Refresh brings the mirror's view of an entity up to date for a command that has to know all of it: with one
// call, and one for each record that is new or changed.
type Refresh struct {
	Session     *session.Session
	Entity      *api.Entity
	Store       *mirror.Store
	Reporter    Reporter
	MirrorError func(error) error
	// Begin is told how many records will be read, and gives what shows how far it is.
	Begin func(total int) Progress
	// Failing is told of a record that cannot be read, which is reported nowhere else.
	Failing func(service.Fetched)
}

// Run does it. No other process fills the mirror meanwhile. The result tells too where the list is doubted.
func (f *Refresh) Run(ctx context.Context) (mirror.SyncResult, error) {
	release, err := f.Store.Lock(ctx, true, func(busy *mirror.BusyError) { f.Reporter.Notef("waiting: %s", busy) })
	if err != nil {
		return mirror.SyncResult{}, f.MirrorError(err)
	}
	defer release()
	loop := &FetchLoop{Session: f.Session, Entity: f.Entity, Breaker: FailureBreaker{Read: true}, Failing: f.Failing}
	result, err := f.Store.Sync(ctx, f.Session.Service, f.Entity, mirror.SyncOptions{
		Begin: func(total int) { loop.Progress = f.Begin(total) },
		Each:  loop.Take,
	})
	if err != nil {
		return result, f.MirrorError(f.Session.CallError(err, f.Entity))
	}
	return result, nil
}
