package simulator

import (
	"fmt"
	"io"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
	"github.com/aimsio-cli/aimsio/internal/simulator/http"
)

// What callers choose from stands in http.
type (
	// Fault is something that goes wrong with a share of the calls.
	Fault = http.Fault
	// Answer is the shape of the answer to a write.
	Answer = http.Answer
	// Stats tell how callers behaved.
	Stats = http.Stats
)

// The shapes of answers.
const (
	AnswerStubs   = http.AnswerStubs
	AnswerWrapped = http.AnswerWrapped
	AnswerText    = http.AnswerText
	AnswerEmpty   = http.AnswerEmpty
	AnswerNone    = http.AnswerNone
)

// ParseFault reads KIND=SHARE[,PARAMETER=VALUE…][@PART-OF-PATH], as http.ParseFault has it.
func ParseFault(spec string) (Fault, error) { return http.ParseFault(spec) }

// DefaultJobs is the size of the simulated contractor where Options.Jobs is zero.
const DefaultJobs = 120

// Options say what to simulate. The zero value of every field but Catalog is usable.
type Options struct {
	// Catalog is the API to simulate; it is required.
	Catalog *api.Catalog
	// Seed chooses the data: the same Seed, Jobs and AsOf give the same bytes.
	Seed uint64
	// Jobs is the number of records of the central entity; all other sizes follow from it
	// (data/sizes.go). Zero means DefaultJobs.
	Jobs int
	// AsOf is the day on which the data are up to date. Zero means 1 November 2026 UTC, or with
	// a Store the day of the first call.
	AsOf time.Time

	// Username and Password are the credentials that are accepted. Where one is empty, any
	// that is not empty will do.
	Username, Password string

	// Rate is the number of calls that may begin in any second; 0 is unlimited. The vendor
	// allows 10.
	Rate float64
	// Parallel is the number of calls that are answered at once; 0 is unlimited. The vendor
	// allows 10.
	Parallel int
	// Queue is how long a call above Rate or Parallel waits before it is refused with 503. The
	// vendor's calls time out after 5 s; what that looks like is not documented. Zero is strict:
	// such a call is refused at once with 429, and counts against Rate like any other.
	Queue time.Duration
	// RetryAfter is announced with every refusal, in whole seconds; 0 announces nothing.
	RetryAfter time.Duration

	// Faults are drawn for every call, in the order given.
	Faults []Fault
	// Answer is the shape of the answer to a write; "" is AnswerStubs.
	Answer Answer

	// Log gets one line for every call; nil is no log.
	Log io.Writer
	// Store is the file that keeps seed, size, as-of day and what was written; "" is memory.
	// An existing file's seed, size and day win over those given here.
	Store string
	// Clock stamps written records and the log; nil is time.Now.
	Clock func() time.Time
}

func (o Options) check() error {
	switch {
	case o.Jobs < 0:
		return fmt.Errorf("the number of jobs is %d; it must not be negative", o.Jobs)
	case o.Jobs > data.MaxJobs:
		return fmt.Errorf("the number of jobs is %d; it must not be above %d", o.Jobs, data.MaxJobs)
	case o.Rate < 0:
		return fmt.Errorf("the rate is %v calls per second; it must not be negative", o.Rate)
	case o.Parallel < 0:
		return fmt.Errorf("the number of parallel calls is %d; it must not be negative", o.Parallel)
	case o.Queue < 0:
		return fmt.Errorf("the time in the queue is %v; it must not be negative", o.Queue)
	}
	return o.Answer.Check()
}

// setup fills in the defaults of what the data follow from.
func (o Options) setup() data.Setup {
	set := data.Setup{Seed: o.Seed, Jobs: o.Jobs, AsOf: o.AsOf}
	if set.Jobs == 0 {
		set.Jobs = DefaultJobs
	}
	switch {
	case !set.AsOf.IsZero():
	case o.Store != "":
		set.AsOf = o.Clock()
	default:
		set.AsOf = time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	}
	set.AsOf = set.AsOf.UTC().Truncate(24 * time.Hour)
	return set
}
