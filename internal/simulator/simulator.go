// Package simulator stands in for the Aimsio server: in tests, in demonstrations and behind
// `aimsio simulate`. Routes, records, checks of writes and the shapes of answers all follow from
// the catalog; limits and faults are added around them. No entity and no field is named here,
// so an entity that only a description knows is served like the built-in ones. What must not
// come in: HTTP client code, commands, and facts about single entities.
//
// It puts three rooms together: data says what the records are, store keeps what is written, and
// http answers the calls.
package simulator

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/aimsio-cli/aimsio/internal/simulator/data"
	"github.com/aimsio-cli/aimsio/internal/simulator/http"
	"github.com/aimsio-cli/aimsio/internal/simulator/store"
)

// Simulator is an http.Handler that answers as the Aimsio server would.
type Simulator struct {
	*http.Handler

	store *store.Store
	inner inner
}

// New prepares a simulator. It fails where the description contradicts itself (a reference to a
// field that is not there, a sample that cannot be read) and where the Store is damaged. A Store
// that is not there yet is made by the first call, not here.
func New(o Options) (*Simulator, error) {
	if o.Catalog == nil {
		return nil, errors.New("the simulator needs an API description")
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	st, err := store.New(o.Catalog, o.setup, o.Store)
	if err != nil {
		return nil, err
	}
	return &Simulator{store: st, Handler: http.New(http.Options{
		Catalog: o.Catalog, Store: st,
		Username: o.Username, Password: o.Password,
		Rate: o.Rate, Parallel: o.Parallel, Queue: o.Queue, RetryAfter: o.RetryAfter,
		Faults: o.Faults, Seed: o.Seed, Answer: o.Answer,
		Log: o.Log, Clock: o.Clock,
	})}, nil
}

// Setup tells what the data follow from: the Store's, where there is one. It makes the Store
// where it is not there yet.
func (s *Simulator) Setup() (data.Setup, error) { return s.store.Setup() }

// Serve answers calls on a listener until the context ends; calls under way then get a moment to
// finish. That end is no error.
func (s *Simulator) Serve(ctx context.Context, listener net.Listener) error {
	return http.Serve(ctx, listener, s)
}

// Reset removes what a simulator has kept, so that the next one starts afresh. That there is
// nothing to remove is no error.
func Reset(path string) error { return store.Reset(path) }
