package cmdkit

import (
	"context"
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// Server makes the clients of environments' servers, and guards and logs what is written there.
type Server struct {
	// Session gives the client of the environment that the run works with, made once.
	Session func() (*session.Session, error)
	// Hide are functions that blot out the passwords that the run has met.
	Hide []func(string) string

	invocation *Invocation
	streams    *Streams
	settings   *Settings
	// unconfirmed tells that the run writes, and that neither a person nor --confirm has named the environment.
	unconfirmed bool
}

// PasswordSource gives the password when the first call needs it.
type PasswordSource func(context.Context) (string, error)

// makeSession makes the client of the environment that the run works with. Nothing is opened yet.
// A run has one client, so that all its calls share one pace.
func (s *Server) makeSession() (*session.Session, error) {
	environment, err := s.settings.Environment()
	if err != nil {
		return nil, err
	}
	if environment.Demo() {
		return s.SessionAs(environment, DemoUser, DemoPassword)
	}
	user, _, err := environment.Username()
	if err != nil {
		return nil, err
	}
	return s.SessionAs(environment, user, func(ctx context.Context) (string, error) {
		password, _, err := environment.Password(ctx)
		return password, err
	})
}

// SessionAs makes the client of an environment for a user.
func (s *Server) SessionAs(environment *config.Environment, user string, password PasswordSource) (*session.Session, error) {
	for _, warning := range environment.Warnings {
		s.streams.Notef("warning: %s", warning)
	}
	options, err := s.ClientOptions(environment, user, password)
	if err != nil {
		return nil, err
	}
	made, err := client.New(options)
	if err != nil {
		return nil, fail.AsUsage(err)
	}
	s.Hide = append(s.Hide, made.Hide)
	return &session.Session{Environment: environment, User: user, Client: made, Service: service.New(made, environment.Parallel)}, nil
}

// ClientOptions say how a user's calls to an environment are made.
func (s *Server) ClientOptions(environment *config.Environment, user string, password PasswordSource) (client.Options, error) {
	trace, err := s.tracer()
	if err != nil {
		return client.Options{}, err
	}
	options := client.Options{
		Base:           environment.URL,
		Username:       user,
		Password:       password,
		PublicPassword: environment.Open(),
		PathParameter:  pathParameters(environment),
		Headers:        environment.Headers,
		SecretHeaders:  environment.SecretHeaders(),
		UserAgent:      "aimsio/" + s.invocation.Version,
		Pace:           s.newPace(environment, user),
		Rate:           environment.Rate,
		Parallel:       environment.Parallel,
		ConnectTimeout: environment.ConnectTimeout,
		Timeout:        environment.Timeout,
		MaxWait:        environment.MaxWait,
		Dial:           s.settings.Dial,
		Getenv:         s.settings.Getenv,
		CAFile:         environment.CAFile,
		Trace:          trace,
	}
	if s.unconfirmed {
		options.Peer = peerGuard(environment)
	}
	if environment.Demo() {
		options.Base = demoBase()
		if options.Transport, err = s.demoTransport(environment); err != nil {
			return client.Options{}, err
		}
		options.Lasting = []int{http.StatusInsufficientStorage} // the disk is this machine's
	}
	return options, nil
}

// pathParameters gives the values that an environment has for the parameters in paths. The demo takes any.
func pathParameters(environment *config.Environment) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, known := environment.Parameters[name]
		if !known && environment.Demo() {
			return "demo", true
		}
		return value, known
	}
}
