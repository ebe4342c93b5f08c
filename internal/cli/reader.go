package cli

import (
	"context"
	"net/http"
	"time"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/pace"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// reader is what a command needs to call the server of an environment.
type reader struct {
	environment *config.Environment
	// user is the name that calls are made under.
	user    string
	client  *client.Client
	service *service.Service
}

// passwordSource gives the password when the first call needs it.
type passwordSource func(context.Context) (string, error)

// makeReader makes the client of the environment that the run works with. Nothing is opened yet.
// A run has one client, so that all its calls share one pace.
func (a *app) makeReader() (*reader, error) {
	environment, err := a.environment()
	if err != nil {
		return nil, err
	}
	if environment.Demo() {
		return a.readerAs(environment, demoUser, demoPassword)
	}
	user, _, err := environment.Username()
	if err != nil {
		return nil, err
	}
	return a.readerAs(environment, user, func(ctx context.Context) (string, error) {
		password, _, err := environment.Password(ctx)
		return password, err
	})
}

// readerAs makes the client of an environment for a user.
func (a *app) readerAs(environment *config.Environment, user string, password passwordSource) (*reader, error) {
	for _, warning := range environment.Warnings {
		a.notef("warning: %s", warning)
	}
	options, err := a.clientOptions(environment, user, password)
	if err != nil {
		return nil, err
	}
	made, err := client.New(options)
	if err != nil {
		return nil, usage(err)
	}
	a.hide = append(a.hide, made.Hide)
	return &reader{environment: environment, user: user, client: made, service: service.New(made, environment.Parallel, options.Limits)}, nil
}

// with gives a reader whose calls carry parameters.
func (r *reader) with(p service.Parameters) *reader {
	other := *r
	other.service = r.service.With(p)
	return &other
}

// clientOptions say how a user's calls to an environment are made.
func (a *app) clientOptions(environment *config.Environment, user string, password passwordSource) (client.Options, error) {
	trace, err := a.tracer()
	if err != nil {
		return client.Options{}, err
	}
	options := client.Options{
		Base:           environment.URL,
		Username:       user,
		Password:       password,
		PublicPassword: environment.Open(),
		UserAgent:      "aimsio/" + a.world.versionName(),
		Pace:           a.newPace(environment, user),
		Rate:           environment.Rate,
		Parallel:       environment.Parallel,
		ConnectTimeout: environment.ConnectTimeout,
		Timeout:        environment.Timeout,
		MaxWait:        environment.MaxWait,
		MaxBody:        environment.MaxBody,
		MaxHeader:      environment.MaxHeader,
		Limits:         limitsOf(environment),
		Dial:           a.world.Dial,
		Getenv:         a.world.Getenv,
		CAFile:         environment.CAFile,
		Trace:          trace,
	}
	if a.unconfirmed {
		options.Peer = peerGuard(environment)
	}
	if environment.Demo() {
		options.Base = demoBase()
		if options.Transport, err = a.demoTransport(environment); err != nil {
			return client.Options{}, err
		}
		options.Lasting = []int{http.StatusInsufficientStorage} // the disk is this machine's
	}
	return options, nil
}

// limits gives the bounds that hold for records, the usual ones where no environment is chosen.
func (a *app) limits() record.Limits {
	environment, err := a.environment()
	if err != nil {
		return record.Limits{}
	}
	return limitsOf(environment)
}

// limitsOf gives the bounds that an environment sets to records.
func limitsOf(environment *config.Environment) record.Limits {
	return record.Limits{Size: int(environment.MaxRecord), Nesting: environment.MaxNesting, Fields: environment.MaxFields}
}

// span is how long so many calls take at the pace of the environment.
func (r *reader) span(calls int) time.Duration {
	return time.Duration(float64(calls) / r.environment.Rate / pace.Share * float64(time.Second))
}

// duration tells how long so many calls take, in whole seconds.
func (r *reader) duration(calls int) string {
	return (r.span(calls) + time.Second).Truncate(time.Second).String()
}
