// Package simulator stands in for the Aimsio server: in tests, in demonstrations and behind
// `aimsio simulate`. Routes, records, checks of writes and the shapes of answers all follow from
// the catalog; limits and faults are added around them. No entity and no field is named here,
// so an entity that only a description knows is served like the built-in ones. What must not
// come in: HTTP client code, commands, and facts about single entities.
package simulator

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Simulator is an http.Handler that answers as the Aimsio server would.
type Simulator struct {
	options Options
	clock   func() time.Time
	routes  routes
	gate    *gate
	meter   *meter
	faults  *faultDraw
	log     *requestLog
	inner   inner

	opening sync.Mutex
	opened  *world
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
	s := &Simulator{
		options: o,
		clock:   o.Clock,
		routes:  newRoutes(o.Catalog),
		gate:    newGate(o.Rate, o.Parallel, o.Queue),
		meter:   &meter{},
		faults:  newFaultDraw(o.Seed, o.Faults),
		log:     &requestLog{to: o.Log},
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	if err := s.tryOut(); err != nil {
		return nil, err
	}
	return s, nil
}

// tryOut finds at the start what would otherwise fail in the middle of a call.
func (s *Simulator) tryOut() error {
	if s.options.Store == "" {
		_, err := s.world()
		return err
	}
	exists, err := storeExists(s.options.Store)
	if err != nil {
		return err
	}
	if exists {
		_, err := s.world()
		return err
	}
	_, err = newWorld(s.options.Catalog, s.options.setup(s.clock()))
	return err
}

// Setup is what the simulated data follow from.
type Setup struct {
	Seed uint64    `json:"seed"`
	Jobs int       `json:"jobs"`
	AsOf time.Time `json:"asOf"`
}

// Setup tells what the data follow from: the Store's, where there is one. It makes the Store
// where it is not there yet.
func (s *Simulator) Setup() (Setup, error) {
	w, err := s.world()
	if err != nil {
		return Setup{}, err
	}
	return w.setup, nil
}

// Stats tells what the simulator has seen so far.
func (s *Simulator) Stats() Stats { return s.meter.stats() }

// ServeHTTP answers one call: counted and logged, then checked for credentials, then held to
// the limits, then given a fault or its answer.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	leave := s.meter.arrive()
	defer leave()
	line := s.log.begin(w, r, s.clock)
	defer line.end()

	w = line
	w.Header().Set("X-Aimsio-Simulator", "1")
	w.Header().Set("Date", s.clock().UTC().Format(http.TimeFormat))
	if !s.authorized(r) {
		w.Header().Set("WWW-Authenticate", `Basic realm="Aimsio simulator"`)
		sendProblem(w, http.StatusUnauthorized, "the user name or the password is missing or wrong")
		return
	}
	leave, err := s.gate.enter(r.Context())
	if err != nil {
		s.refuse(w, err)
		return
	}
	defer leave()
	s.misbehave(w, r)
}

// answer gives the call its true answer. Of a write only the given part is applied.
func (s *Simulator) answer(w http.ResponseWriter, r *http.Request) {
	found, status := s.routes.find(r)
	switch status {
	case http.StatusNotFound:
		sendProblem(w, status, "there is nothing at "+r.URL.Path)
		return
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", found.allow())
		sendProblem(w, status, fmt.Sprintf("%s is not possible at %s", r.Method, r.URL.Path))
		return
	}
	world, err := s.current()
	if err != nil {
		sendProblem(w, http.StatusInsufficientStorage, err.Error())
		return
	}
	target := world.kinds[found.entity.Resource]
	switch found.operation.Verb {
	case api.List:
		s.list(w, r, world, target, found.operation)
	case api.Get:
		s.get(w, world, target, found)
	default:
		s.write(r, found, whole).send(w)
	}
}
