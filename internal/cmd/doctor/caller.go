package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// mostTries and mostWait bound how often and how long a call is tried: a connection may break
// once, but somebody waits to hear what is wrong.
const (
	mostTries = 2
	mostWait  = 10 * time.Second
)

// caller makes the calls of all checks, with one client.
type caller struct {
	*credentials

	catalog *api.Catalog
	now     func() time.Time
	client  *client.Client
	first   firstCall
	// answered is given each answer before it is thrown away.
	answered func(*api.Entity, client.Request, *client.Response)
}

// clientOptions say how a user's calls to an environment are made.
type clientOptions = func(*config.Environment, string, cmdkit.PasswordSource) (client.Options, error)

// callsCheck makes the client, which finds what is wrong with the settings of calls.
func (c *caller) callsCheck(options clientOptions) check {
	return check{checkCalls, needs(checkEnvironment), one(func(context.Context) finding {
		settings, err := options(c.target.Environment, c.user, c.password)
		if err != nil {
			return failed(err, "")
		}
		settings.Tries, settings.MaxWait = mostTries, min(settings.MaxWait, mostWait)
		if c.client, err = client.New(settings); err != nil {
			return failed(fail.AsUsage(err), "`aimsio env show` tells where each setting comes from")
		}
		return passed("up to %g in any second and %d at once; time-outs %s to connect, %s in all",
			settings.Rate, settings.Parallel, settings.ConnectTimeout, settings.Timeout)
	})}
}

// firstCall is the call for the first entity that can be read. It tells of the way to the server,
// of its clock and of the credentials too.
type firstCall struct {
	made    bool
	entity  *api.Entity
	request client.Request
	journey client.ProbeResult
	// answered is the time of its answer by this machine's clock.
	answered time.Time
	err      error
}

// endedIn tells that the call came as far as a stage, and no further.
func (c *firstCall) endedIn(stage client.Stage) bool { return c.err != nil && c.journey.Stage == stage }

// makeFirst makes the first call, if it has not been made.
func (c *caller) makeFirst(ctx context.Context) *firstCall {
	first := &c.first
	if first.made {
		return first
	}
	first.made = true
	for _, entity := range c.catalog.Entities {
		if request, ok := service.ProbeRequest(entity); ok {
			first.entity, first.request = entity, request
			first.journey, first.err = c.client.Probe(ctx, request, func(answer *client.Response) { c.answered(entity, request, answer) })
			first.answered = c.now()
			return first
		}
	}
	first.err = errors.New("the API description has nothing that can be read")
	return first
}

// sample makes the call that tells whether an entity can be read, unless it was the first one.
func (c *caller) sample(ctx context.Context, entity *api.Entity, request client.Request) error {
	if entity == c.first.entity {
		return c.first.err
	}
	answer, err := c.client.Do(ctx, request)
	if err != nil {
		return err
	}
	c.answered(entity, request, answer)
	return answer.Close()
}
