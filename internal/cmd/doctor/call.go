package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// doctorTries and doctorWait bound how often and how long a call is tried: a connection may break
// once, but somebody waits to hear what is wrong.
const (
	doctorTries = 2
	doctorWait  = 10 * time.Second
)

// calls makes the client, which finds what is wrong with the settings of calls.
func (d *doctor) calls(context.Context) []finding {
	options, err := d.app.ClientOptions(d.environment, d.user, d.password)
	if err != nil {
		return one(failed(err, ""))
	}
	options.Tries, options.MaxWait = doctorTries, min(options.MaxWait, doctorWait)
	if d.client, err = client.New(options); err != nil {
		return one(failed(fail.AsUsage(err), "`aimsio env show` tells where each setting comes from"))
	}
	return one(fine("up to %g in any second and %d at once; time-outs %s to connect, %s in all",
		options.Rate, options.Parallel, options.ConnectTimeout, options.Timeout))
}

// firstCall is the call for the first entity that can be read. It tells of the way to the server,
// of its clock and of the credentials too.
type firstCall struct {
	made    bool
	entity  *api.Entity
	request client.Request
	journey client.ProbeResult
	// answered is the moment of its answer by this machine's clock.
	answered time.Time
	err      error
}

// makeCall makes the first call, if it has not been made.
func (d *doctor) makeCall(ctx context.Context) *firstCall {
	c := &d.call
	if c.made {
		return c
	}
	c.made = true
	for _, entity := range d.app.Catalog.Entities {
		if request, ok := service.ProbeRequest(entity); ok {
			c.entity, c.request = entity, request
			c.journey, c.err = d.client.Probe(ctx, request, func(answer *client.Response) { d.keepIDs(entity, request, answer) })
			c.answered = d.app.Now()
			return c
		}
	}
	c.err = errors.New("the API description has nothing that can be read")
	return c
}

// endedIn tells that the call came as far as a stage, and no further.
func (c *firstCall) endedIn(stage client.Stage) bool { return c.err != nil && c.journey.Stage == stage }
