// Package session is what a run works with once an environment is chosen: its server, called as one user at
// one pace, and what an error of a call means for who asked. How an environment is chosen and where its
// password comes from is not its business, nor is any command line.
package session

import (
	"time"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/pace"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// Session is what a command needs to call the server of an environment.
type Session struct {
	Environment *config.Environment
	// User is the name that calls are made under.
	User    string
	Client  *client.Client
	Service *service.Service
}

// With gives a session whose calls carry parameters.
func (s *Session) With(p service.Parameters) *Session {
	other := *s
	other.Service = s.Service.With(p)
	return &other
}

// Span is how long so many calls take at the pace of the environment.
func (s *Session) Span(calls int) time.Duration {
	return time.Duration(float64(calls) / s.Environment.Rate / pace.Share * float64(time.Second))
}

// Duration tells how long so many calls take, in whole seconds.
func (s *Session) Duration(calls int) string {
	return (s.Span(calls) + time.Second).Truncate(time.Second).String()
}
