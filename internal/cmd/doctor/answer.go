package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// clockTolerance is the difference to the server's clock that does no harm. Its answers tell whole
// seconds, and are some time on their way.
const clockTolerance = 10 * time.Second

func (d *doctor) clock(context.Context) []finding {
	call := &d.call
	switch {
	case call.journey.Stage < client.Answered:
		return one(skipped("no answer came"))
	case call.journey.Date.IsZero():
		return one(skipped("the answer does not tell the server's time"))
	}
	ahead := call.answered.Sub(call.journey.Date).Round(time.Second)
	if ahead.Abs() <= clockTolerance {
		return one(fine("as the server's, to %s", clockTolerance))
	}
	way := "ahead of"
	if ahead < 0 {
		way = "behind"
	}
	return one(doubtful("set the clock of this machine by NTP: --since, updatedAt and the dates of Retry-After are off by as much",
		"this machine is %s %s the server", ahead.Abs(), way))
}

// authentication tells what the first answer says of the credentials.
func (d *doctor) authentication(ctx context.Context) []finding {
	call := d.makeCall(ctx)
	called, failedCall := errors.AsType[*client.Error](call.err)
	switch {
	case service.CanRead(call.request, call.err), failedCall && called.Kind == client.Forbidden:
		return one(d.accepted())
	case !failedCall:
		return one(failed(call.err, ""))
	case called.Kind == client.Unauthorized:
		return one(failed(call.err, d.loginAdvice()))
	case call.journey.Stage == client.Answered:
		return one(skipped("not known from what the server answered; see below"))
	default:
		return one(failed(call.err, "the server is reached but does not answer: try again later, or with a longer `timeout`"))
	}
}

func (d *doctor) accepted() finding {
	if d.environment.Demo() {
		return fine("the demo takes everybody")
	}
	return fine("%s is accepted", d.user)
}

// loginAdvice depends on where the password came from: what is stored would not count over it.
func (d *doctor) loginAdvice() string {
	name := d.environment.Name
	switch d.source.Kind {
	case config.FromVariable, config.FromCommand:
		return "correct the password of " + d.user + ", which comes from the " + d.source.String()
	default:
		return "`aimsio auth login --env " + name + "` stores another password"
	}
}
