package cli

import (
	"context"
	"time"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
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
		return a.readerAs(environment, "demo", func(context.Context) (string, error) { return "demo", nil })
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
	trace, err := a.tracer()
	if err != nil {
		return nil, err
	}
	for _, warning := range environment.Warnings {
		a.notef("warning: %s", warning)
	}
	options := client.Options{
		Base:           environment.URL,
		Username:       user,
		Password:       password,
		UserAgent:      "aimsio/" + a.world.version(),
		Rate:           environment.Rate,
		Parallel:       environment.Parallel,
		ConnectTimeout: environment.ConnectTimeout,
		Timeout:        environment.Timeout,
		MaxWait:        environment.MaxWait,
		MaxBody:        environment.MaxBody,
		CAFile:         environment.CAFile,
		Trace:          trace,
		Notice:         func(line string) { a.notef("%s", line) },
	}
	if environment.Demo() {
		options.Base = demoBase()
		if options.Transport, err = a.demoTransport(environment); err != nil {
			return nil, err
		}
	}
	made, err := client.New(options)
	if err != nil {
		return nil, usage(err)
	}
	return &reader{environment: environment, user: user, client: made, service: service.New(made, environment.Parallel)}, nil
}

// duration tells how long so many calls take at the pace of the environment.
func (r *reader) duration(calls int) string {
	const ofLimit = 0.97 // the pace keeps a little below the limit
	seconds := float64(calls) / r.environment.Rate / ofLimit
	return (time.Duration(seconds*float64(time.Second)) + time.Second).Truncate(time.Second).String()
}
