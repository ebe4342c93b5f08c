package bulk_test

import (
	"context"
	"fmt"
	"io"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// begun is when all writes happen. It is later than whatever the simulator makes up.
var begun = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// fixture is a Setup that writes to the simulator over a wire that can be watched, and what was heard of the
// latest run.
type fixture struct {
	bulk.Setup
	t       *testing.T
	ctx     context.Context
	catalog *api.Catalog
	wire    *wire
	folder  string

	session *session.Session
	store   *mirror.Store
	input   string // standard input
	resumed *os.File

	// What follows is of the latest run.
	notes, problems []string
	rows            *rows
	marks           *marks
	temporary       *temporary
	steps           *steps
}

// start makes one for an entity of the built-in description.
func start(t *testing.T, entity string, options ...func(*simulator.Options)) *fixture {
	t.Helper()
	return startWith(t, api.Builtin(), entity, options...)
}

// startWith makes one for an entity of any description.
func startWith(t *testing.T, catalog *api.Catalog, entity string, options ...func(*simulator.Options)) *fixture {
	t.Helper()
	o := simulator.Options{Catalog: catalog, Jobs: 4, Clock: func() time.Time { return begun }}
	for _, change := range options {
		change(&o)
	}
	server, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	f := &fixture{t: t, ctx: t.Context(), catalog: catalog, wire: &wire{next: server.Transport()}, folder: t.TempDir()}
	f.setUp(entity)
	return f
}

// many has the server hold more records than a list may lose without being doubted.
func many(o *simulator.Options) { o.Jobs = 40 }

// answering makes the simulator answer writes in some shape.
func answering(shape simulator.Answer) func(*simulator.Options) {
	return func(o *simulator.Options) { o.Answer = shape }
}

func (f *fixture) setUp(name string) {
	f.t.Helper()
	entity, ok := f.catalog.Entity(name)
	if !ok {
		f.t.Fatalf("there are no %s", name)
	}
	f.session = f.newSession()
	f.Setup = bulk.Setup{
		Reporter: f, Entity: entity, Environment: f.session.Environment, User: f.session.User,
		Session:      func() (*session.Session, error) { return f.session, nil },
		Mirror:       func(context.Context) (*mirror.Store, error) { return f.store, nil },
		MirrorError:  mirrorError,
		OwnWrites:    func(context.Context) bulk.Marker { return f.marks },
		ConfirmWrite: func(context.Context) error { return nil },
		Journal:      f.openJournal,
		Rows:         func(context.Context) (bulk.Rows, error) { return f.rows, nil },
		Progress:     func(total int) bulk.Progress { f.steps.total = total; return f.steps },
		Words:        func(fields []api.Field) *change.Words { return change.NewWords(fields, f.catalog, nobodysTime) },
		Stdin:        func(context.Context) io.Reader { return strings.NewReader(f.input) },
		Now:          func() time.Time { return begun },
		Minute:       func(at time.Time) string { return at.UTC().Format("15:04") },
		Zones:        func() (timetext.Zones, error) { return timetext.Zones{Time: time.UTC, Day: time.UTC}, nil },
	}
	f.forget()
}

// nobodysTime leaves times as the milliseconds that they are.
func nobodysTime(jsontext.Value, api.Type) (string, bool) { return "", false }

// mirrorError marks errors of the mirror, so that a test sees whether they were explained.
func mirrorError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the mirror: %w", err)
}

func (f *fixture) newSession() *session.Session {
	f.t.Helper()
	const rate = 1e6 // calls a second, so that nothing waits
	environment := &config.Environment{
		Name: "sandbox", URL: &url.URL{Scheme: "https", Host: "simulator.test", Path: "/"}, Rate: rate, Parallel: 10,
	}
	c, err := client.New(client.Options{
		Base: environment.URL, Username: "ann", Rate: rate, Parallel: environment.Parallel, Transport: f.wire, Tries: 1,
		Password: func(context.Context) (string, error) { return "pass word", nil },
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return &session.Session{Environment: environment, User: "ann", Client: c, Service: service.New(c, environment.Parallel)}
}

// oneByOne has calls made one after the other, in the order of the input.
func (f *fixture) oneByOne() { f.session.Service = service.New(f.session.Client, 1) }

func (f *fixture) openJournal(context.Context, *session.Session) (*journal.Journal, error) {
	return journal.Open(filepath.Join(f.folder, "log"), journal.Run{ID: "run-1", Environment: "sandbox"}, nil)
}

// logged gives the calls that the log has.
func (f *fixture) logged() []journal.Call {
	f.t.Helper()
	var calls []journal.Call
	for call, err := range journal.Read(filepath.Join(f.folder, "log"), journal.Filter{}) {
		if err != nil {
			f.t.Fatal(err)
		}
		calls = append(calls, call)
	}
	return calls
}

// Notef is heard by the test.
func (f *fixture) Notef(format string, args ...any) {
	f.notes = append(f.notes, fmt.Sprintf(format, args...))
}

// Problemf is heard by the test.
func (f *fixture) Problemf(format string, args ...any) {
	f.problems = append(f.problems, fmt.Sprintf(format, args...))
}

// forget drops what was heard of runs so far.
func (f *fixture) forget() {
	f.notes, f.problems = nil, nil
	f.rows, f.marks, f.temporary, f.steps = &rows{}, &marks{}, &temporary{files: map[string]bool{}}, &steps{}
	f.Temporary = f.temporary
	f.wire.forget()
}

// plan makes the run of a write. What was not given is as the flags' defaults have it.
func (f *fixture) plan(verb api.Verb, action string, o bulk.Options) (*bulk.Run, error) {
	f.t.Helper()
	setup := f.Setup
	setup.Verb, setup.Action = verb, action
	if o.BatchSize == 0 {
		o.BatchSize = bulk.DefaultBatch
	}
	if o.MaxErrors == 0 {
		o.MaxErrors = 20
	}
	if o.Resume != "" {
		file, err := os.OpenFile(o.Resume, os.O_RDWR, 0)
		if err != nil {
			f.t.Fatal(err)
		}
		setup.Resumed, f.resumed = file, file
	}
	return bulk.Plan(setup, o)
}

// write carries a write out, of a file or of keys, and gives its error.
func (f *fixture) write(verb api.Verb, action string, o bulk.Options, keys ...string) error {
	f.t.Helper()
	run, err := f.plan(verb, action, o)
	if f.resumed != nil {
		defer func() { _ = f.resumed.Close() }()
	}
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		return run.FromInput(f.ctx)
	}
	return run.FromKeys(f.ctx, func(*error) iter.Seq[string] { return slices.Values(keys) })
}

func (f *fixture) create(o bulk.Options) error {
	f.t.Helper()
	return f.write(api.Create, service.ActionCreate, o)
}

// update takes whole records back, with the operation that the entity has for it.
func (f *fixture) update(o bulk.Options, keys ...string) error {
	f.t.Helper()
	operation, ok := f.Entity.Updating()
	if !ok {
		f.t.Fatalf("%s cannot be updated", f.Entity.Name)
	}
	return f.write(operation.Verb, service.ActionUpdate, o, keys...)
}

// updateStatus sets the status, with the call for that or as an update of the whole record.
func (f *fixture) updateStatus(o bulk.Options, keys ...string) error {
	f.t.Helper()
	verb := api.UpdateStatus
	if _, own := f.Entity.Operation(verb); !own {
		operation, _ := f.Entity.Updating()
		verb = operation.Verb
	}
	return f.write(verb, service.ActionUpdateStatus, o, keys...)
}

// file writes a file of a test and gives its path.
func (f *fixture) file(name, content string) string {
	f.t.Helper()
	path := filepath.Join(f.folder, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		f.t.Fatal(err)
	}
	return path
}

func (f *fixture) path(name string) string { return filepath.Join(f.folder, name) }

func (f *fixture) content(path string) string {
	f.t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		f.t.Fatal(err)
	}
	return string(content)
}

// ids lists the index of an entity.
func (f *fixture) ids(name string) []string {
	f.t.Helper()
	entity, _ := f.catalog.Entity(name)
	index, err := f.session.Service.Index(f.t.Context(), entity)
	if err != nil {
		f.t.Fatal(err)
	}
	defer index.Close()
	var list []string
	for entry, err := range index.Entries() {
		if err != nil {
			f.t.Fatal(err)
		}
		id, err := service.ID(entity, entry)
		if err != nil {
			f.t.Fatal(err)
		}
		list = append(list, id)
	}
	return list
}

// get reads a record.
func (f *fixture) get(id string) record.Record {
	f.t.Helper()
	r, err := f.session.Service.Get(f.t.Context(), f.Entity, id)
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}

// field gives a field of a record on the server as text.
func (f *fixture) field(id, path string) string {
	f.t.Helper()
	value, _ := f.get(id).Get(record.ParsePath(path))
	return record.Text(value)
}

// keyed finds the records of the entity on the server by their keys.
func (f *fixture) keyed() map[string]record.Record {
	f.t.Helper()
	found := map[string]record.Record{}
	for _, id := range f.ids(f.Entity.Name) {
		r := f.get(id)
		_, key, _ := api.KeyOf(f.Entity, r.Raw())
		found[key] = r
	}
	return found
}

// sync makes a mirror of entities and has the run read through it.
func (f *fixture) sync(entities ...string) {
	f.t.Helper()
	if f.store == nil {
		store, err := mirror.Open(f.t.Context(), mirror.Options{
			Address: f.path("mirror.db"), Environment: "sandbox", Server: f.Environment.URL.String(), User: "ann", Catalog: f.catalog,
			Now: func() time.Time { return begun }, Make: true, Command: "aimsio sync",
		})
		if err != nil {
			f.t.Fatal(err)
		}
		f.store = store
		f.t.Cleanup(func() { _ = store.Close() })
	}
	for _, name := range entities {
		entity, _ := f.catalog.Entity(name)
		if _, err := f.store.Sync(f.t.Context(), f.session.Service, entity, mirror.SyncOptions{Begin: func(int) {}, Each: func(fetched service.Fetched) error { return fetched.Err }}); err != nil {
			f.t.Fatal(err)
		}
	}
	f.wire.forget()
}
