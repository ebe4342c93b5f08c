package cmdkit

import (
	"context"
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// PasswordSource gives the password when the first call needs it.
type PasswordSource func(context.Context) (string, error)

// makeSession makes the client of the environment that the run works with. Nothing is opened yet.
// A run has one client, so that all its calls share one pace.
func (a *Env) makeSession() (*session.Session, error) {
	environment, err := a.Environment()
	if err != nil {
		return nil, err
	}
	if environment.Demo() {
		return a.SessionAs(environment, DemoUser, DemoPassword)
	}
	user, _, err := environment.Username()
	if err != nil {
		return nil, err
	}
	return a.SessionAs(environment, user, func(ctx context.Context) (string, error) {
		password, _, err := environment.Password(ctx)
		return password, err
	})
}

// SessionAs makes the client of an environment for a user.
func (a *Env) SessionAs(environment *config.Environment, user string, password PasswordSource) (*session.Session, error) {
	for _, warning := range environment.Warnings {
		a.Notef("warning: %s", warning)
	}
	options, err := a.ClientOptions(environment, user, password)
	if err != nil {
		return nil, err
	}
	made, err := client.New(options)
	if err != nil {
		return nil, fail.AsUsage(err)
	}
	a.Hide = append(a.Hide, made.Hide)
	return &session.Session{Environment: environment, User: user, Client: made, Service: service.New(made, environment.Parallel, options.Limits)}, nil
}

// ClientOptions say how a user's calls to an environment are made.
func (a *Env) ClientOptions(environment *config.Environment, user string, password PasswordSource) (client.Options, error) {
	trace, err := a.tracer()
	if err != nil {
		return client.Options{}, err
	}
	options := client.Options{
		Base:           environment.URL,
		Username:       user,
		Password:       password,
		PublicPassword: environment.Open(),
		UserAgent:      "aimsio/" + a.World.VersionName(),
		Pace:           a.newPace(environment, user),
		Rate:           environment.Rate,
		Parallel:       environment.Parallel,
		ConnectTimeout: environment.ConnectTimeout,
		Timeout:        environment.Timeout,
		MaxWait:        environment.MaxWait,
		MaxBody:        environment.MaxBody,
		MaxHeader:      environment.MaxHeader,
		Limits:         session.LimitsOf(environment),
		Dial:           a.World.Dial,
		Getenv:         a.World.Getenv,
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

// Limits gives the bounds that hold for records, the usual ones where no environment is chosen.
func (a *Env) Limits() record.Limits {
	environment, err := a.Environment()
	if err != nil {
		return record.Limits{}
	}
	return session.LimitsOf(environment)
}
