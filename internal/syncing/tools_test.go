package syncing_test

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/internal/syncing"
)

func noon() time.Time { return time.Date(2026, time.November, 1, 12, 0, 0, 0, time.UTC) }

func named(t *testing.T, name string) *api.Entity {
	t.Helper()
	entity, ok := api.Builtin().Entity(name)
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	return entity
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// told keeps what is reported.
type told struct{ notes, problems []string }

func (r *told) Notef(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

func (r *told) Problemf(format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf(format, args...))
}

func (r *told) all() string { return strings.Join(append(r.notes, r.problems...), "\n") }

// with is a session with a simulator that has some faults.
func with(t *testing.T, faults ...string) *session.Session {
	t.Helper()
	o := simulator.Options{Catalog: api.Builtin(), Jobs: 12}
	for _, written := range faults {
		fault, err := simulator.ParseFault(written)
		ok(t, err)
		o.Faults = append(o.Faults, fault)
	}
	server, err := simulator.New(o)
	ok(t, err)
	t.Cleanup(func() { _ = server.Close() })
	made, err := client.New(client.Options{
		Base: &url.URL{Scheme: "http", Host: "simulator.test"}, Username: "u", Transport: server.Transport(), Tries: 1, Rate: 10_000,
		Password: func(context.Context) (string, error) { return "pass word", nil },
	})
	ok(t, err)
	return &session.Session{
		Environment: &config.Environment{Name: "sandbox", Rate: 10}, Client: made, Service: service.New(made, 10),
	}
}

// place is a mirror that need not be there yet.
func place(t *testing.T) mirror.Options {
	t.Helper()
	return mirror.Options{
		Address: filepath.Join(t.TempDir(), "mirror.db"), Environment: "sandbox", Server: "http://simulator.test/", User: "u",
		Catalog: api.Builtin(), DayZone: time.UTC, Now: noon, Command: "aimsio sync",
	}
}

func opened(t *testing.T, options mirror.Options) *mirror.Store {
	t.Helper()
	options.Make = true
	store, err := mirror.Open(t.Context(), options)
	ok(t, err)
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// bar counts what is shown of an entity.
type bar struct{ total, added, ended int }

func (b *bar) Add()  { b.added++ }
func (b *bar) Hide() {}
func (b *bar) End()  { b.ended++ }

// sync is a run with what it reported and wrote.
type sync struct {
	*syncing.Run
	*told

	rows []syncing.Row
	bars map[string]*bar
}

func run(from *session.Session, to syncing.Store, options syncing.Options) *sync {
	s := &sync{told: &told{}, bars: map[string]*bar{}}
	s.Run = &syncing.Run{
		Options: options, Session: from, Store: to, Reporter: s.told, Now: noon,
		Explain: func(err error) error { return err },
		Progress: func(entity *api.Entity, total int) syncing.Progress {
			s.bars[entity.Name] = &bar{total: total}
			return s.bars[entity.Name]
		},
	}
	return s
}

func (s *sync) all(t *testing.T, names ...string) error {
	t.Helper()
	var entities []*api.Entity
	for _, name := range names {
		entities = append(entities, named(t, name))
	}
	return s.All(t.Context(), entities, func(row syncing.Row) error {
		s.rows = append(s.rows, row)
		return nil
	})
}

// scripted is a mirror whose syncs end as the test wants, by entity.
type scripted map[string]struct {
	result mirror.SyncResult
	err    error
}

func (s scripted) Sync(_ context.Context, _ *service.Service, entity *api.Entity, _ mirror.SyncOptions) (mirror.SyncResult, error) {
	return s[entity.Name].result, s[entity.Name].err
}
