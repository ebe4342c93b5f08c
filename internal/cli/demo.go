package cli

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

// demoUser is whom the demo is called as. It takes any password.
const demoUser = "demo"

func demoPassword(context.Context) (string, error) { return demoUser, nil }

// demoBase is the address of the demo, which no call ever leaves the program for.
func demoBase() *url.URL { return &url.URL{Scheme: "http", Host: "demo.invalid", Path: "/"} }

// demoTransport starts the simulator inside the program. It keeps the limits of the environment,
// which are the vendor's unless the user set others.
func (a *app) demoTransport(environment *config.Environment) (http.RoundTripper, error) {
	store, err := a.demoStore()
	if err != nil {
		a.notef("the demo forgets what is written: %s", err)
	}
	made, err := simulator.New(simulator.Options{
		Catalog:  a.catalog,
		Store:    store,
		Rate:     environment.Rate,
		Parallel: environment.Parallel,
		Queue:    vendorQueue,
		Clock:    a.world.Now,
	})
	if err != nil {
		return nil, fmt.Errorf("starting the demo: %w", err)
	}
	a.closers = append(a.closers, func() { closeQuietly(made) })
	return made.Transport(), nil
}

// demoStore is the file that keeps the demo's data between commands.
func (a *app) demoStore() (string, error) {
	loaded, err := a.load()
	if err != nil {
		return "", err
	}
	folder, err := loaded.MakeStateDir()
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "demo.ndjson")
	if err := private.Mend(path); err != nil {
		return "", fmt.Errorf("opening the demo's data: %w", err)
	}
	return path, nil
}
