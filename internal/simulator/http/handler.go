// Package http answers calls as the Aimsio server would: it checks credentials, holds calls to limits,
// makes some of them go wrong where it was asked to, and turns the others into reads and writes of a
// store. Which paths there are follows from the catalog; no entity is named here.
package http

import (
	"io"
	"net/http"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/simulator/store"
)

// Options say how calls are answered.
type Options struct {
	// Catalog has the paths, Store the records.
	Catalog *api.Catalog
	Store   *store.Store

	// Username and Password are the credentials that are accepted. Where one is empty, any
	// that is not empty will do.
	Username, Password string

	// Rate is the number of calls that may begin in any second; 0 is unlimited.
	Rate float64
	// Parallel is the number of calls that are answered at once; 0 is unlimited.
	Parallel int
	// Queue is how long a call above Rate or Parallel waits before it is refused.
	Queue time.Duration
	// RetryAfter is announced with every refusal, in whole seconds; 0 announces nothing.
	RetryAfter time.Duration

	// Faults are drawn for every call, in the order given, as Seed has it.
	Faults []Fault
	Seed   uint64
	// Answer is the shape of the answer to a write; "" is AnswerStubs.
	Answer Answer

	// Log gets one line for every call; nil is no log.
	Log io.Writer
	// Clock stamps written records and the log.
	Clock func() time.Time
}

// Handler answers calls.
type Handler struct {
	options Options
	gate    *gate
	meter   *meter
	log     *requestLog
	next    http.Handler
}

// New makes the handler.
func New(o Options) *Handler {
	return &Handler{
		options: o,
		gate:    newGate(o.Rate, o.Parallel, o.Queue),
		meter:   &meter{},
		log:     &requestLog{to: o.Log},
		next: &faulty{
			draw:      newFaultDraw(o.Seed, o.Faults),
			clock:     o.Clock,
			endpoints: &endpoints{routes: newRoutes(o.Catalog), store: o.Store, clock: o.Clock, shape: o.Answer},
		},
	}
}

// Stats tells what the handler has seen so far.
func (h *Handler) Stats() Stats { return h.meter.stats() }

// ServeHTTP answers one call: counted and logged, then checked for credentials, then held to
// the limits, then given a fault or its answer.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	leave := h.meter.arrive()
	defer leave()
	line := h.log.begin(w, r, h.options.Clock)
	defer line.end()

	w = line
	w.Header().Set("X-Aimsio-Simulator", "1")
	w.Header().Set("Date", h.options.Clock().UTC().Format(http.TimeFormat))
	if !authorized(r, h.options.Username, h.options.Password) {
		w.Header().Set("WWW-Authenticate", `Basic realm="Aimsio simulator"`)
		sendProblem(w, http.StatusUnauthorized, "the user name or the password is missing or wrong")
		return
	}
	leave, err := h.gate.enter(r.Context())
	if err != nil {
		h.meter.refuse()
		refuse(w, err, h.options.RetryAfter)
		return
	}
	defer leave()
	h.next.ServeHTTP(w, r)
}
