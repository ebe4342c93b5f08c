package cmdkit

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"

	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/private"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// DemoUser is whom the demo is called as. It takes any password.
const DemoUser = "demo"

// DemoPassword gives the password of the demo, which is no secret.
func DemoPassword(context.Context) (string, error) { return DemoUser, nil }

// demoBase is the address of the demo, which no call ever leaves the program for.
func demoBase() *url.URL { return &url.URL{Scheme: "http", Host: "demo.invalid", Path: "/"} }

// demoTransport starts the simulator inside the program. It keeps the limits of the environment,
// which are the vendor's unless the user set others.
func (s *Server) demoTransport(environment *config.Environment) (http.RoundTripper, error) {
	store, err := s.DemoStore()
	if err != nil {
		s.streams.Notef("the demo forgets what is written: %s", err)
	}
	made, err := simulator.New(simulator.Options{
		Catalog:  s.invocation.Catalog,
		Store:    store,
		Rate:     environment.Rate,
		Parallel: environment.Parallel,
		Queue:    VendorQueue,
		Clock:    s.settings.Now,
	})
	if err != nil {
		return nil, fmt.Errorf("starting the demo: %w", err)
	}
	s.invocation.AtEnd(func() { CloseQuietly(made) })
	return made.Transport(), nil
}

// DemoStore is the file that keeps the demo's data between commands.
func (s *Server) DemoStore() (string, error) {
	loaded, err := s.settings.Load()
	if err != nil {
		return "", err
	}
	folder, err := loaded.MakeStateDir()
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "demo.ndjson")
	if err := private.RestrictMode(path); err != nil {
		return "", fmt.Errorf("opening the demo's data: %w", err)
	}
	return path, nil
}
