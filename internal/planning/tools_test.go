package planning_test

import (
	"context"
	"fmt"
	"io"
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
	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/planning"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// began is when all runs happen.
var began = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// fixture plans for a server.
type fixture struct {
	*server

	t       *testing.T
	setup   bulk.Setup
	store   *mirror.Store
	copies  int
	copy    *mirror.Store
	planner func(*planning.Planner)

	notes, problems []string
	rows            *rows
}

// start makes a server with so many items: g-1 with the code B-1 and the rate 1, and so on.
func start(t *testing.T, items int) *fixture {
	t.Helper()
	f := &fixture{t: t, server: &server{records: map[string]record.Record{}}, planner: func(*planning.Planner) {}}
	for i := 1; i <= items; i++ {
		f.put(fmt.Sprintf("g-%d", i), fmt.Sprintf(`{"billableItemCode":"B-%d","billableItemName":"Item %d","billableItemDefaultRate":%d}`, i, i, i))
	}
	f.setUp()
	return f
}

func (f *fixture) setUp() {
	f.t.Helper()
	entity, _ := api.Builtin().Entity("billableitems")
	const rate = 1e6 // calls a second, so that nothing waits
	environment := &config.Environment{
		Name: "sandbox", URL: &url.URL{Scheme: "https", Host: "items.test", Path: "/"}, Rate: rate, Parallel: 4,
	}
	c, err := client.New(client.Options{
		Base: environment.URL, Username: "ann", Rate: rate, Parallel: 4, Transport: f.server, Tries: 1,
		Password: func(context.Context) (string, error) { return "pass word", nil },
	})
	if err != nil {
		f.t.Fatal(err)
	}
	made := &session.Session{Environment: environment, User: "ann", Client: c, Service: service.New(c, 4)}
	folder := f.t.TempDir()
	operation, _ := entity.Updating()
	f.setup = bulk.Setup{
		Reporter: f, Entity: entity, Verb: operation.Verb, Action: bulk.ActionApply, Environment: environment, User: "ann",
		Session:      func() (*session.Session, error) { return made, nil },
		Mirror:       func(context.Context) (*mirror.Store, error) { return f.store, nil },
		MirrorError:  func(err error) error { return err },
		OwnWrites:    func(context.Context) bulk.Marker { return nobody{} },
		ConfirmWrite: func(context.Context) error { return nil },
		Journal: func(context.Context, *session.Session) (*journal.Journal, error) {
			return journal.Open(filepath.Join(folder, "log"), journal.Run{ID: "run-1", Environment: "sandbox"}, nil)
		},
		Rows:     func(context.Context) (bulk.Rows, error) { return f.rows, nil },
		Progress: func(int) bulk.Progress { return nobody{} },
		Words: func(fields []api.Field) *change.Words {
			return change.NewWords(fields, api.Builtin(), func(jsontext.Value, api.Type) (string, bool) { return "", false })
		},
		Stdin:     func(context.Context) io.Reader { return strings.NewReader("") },
		Now:       func() time.Time { return began },
		Minute:    func(at time.Time) string { return fmt.Sprint(at.UnixMilli()) },
		Zones:     func() (timetext.Zones, error) { return timetext.Zones{Time: time.UTC, Day: time.UTC}, nil },
		Temporary: files{},
	}
}

// nobody hears what a run says of its progress, its writes and its files.
type nobody struct{}

func (nobody) Add()                                        {}
func (nobody) Hide()                                       {}
func (nobody) End()                                        {}
func (nobody) Mark(context.Context, *api.Entity, []string) {}

// files is what nobody hears of files by.
type files struct{}

func (files) Add(string)  {}
func (files) Drop(string) {}

// Notef is heard by the test.
func (f *fixture) Notef(format string, args ...any) {
	f.notes = append(f.notes, fmt.Sprintf(format, args...))
}

// Problemf is heard by the test.
func (f *fixture) Problemf(format string, args ...any) {
	f.problems = append(f.problems, fmt.Sprintf(format, args...))
}

// openCopy makes a mirror without anything in it.
func (f *fixture) openCopy(ctx context.Context) (*mirror.Store, error) {
	f.copies++
	store, err := mirror.Open(ctx, mirror.Options{
		Address: filepath.Join(f.t.TempDir(), "copy.db"), Environment: "sandbox", Server: f.setup.Environment.URL.String(), User: "ann",
		Catalog: api.Builtin(), Now: f.setup.Now, Make: true, Own: true,
	})
	if err == nil {
		f.t.Cleanup(func() { _ = store.Close() })
		err = store.MakeViews(ctx)
	}
	f.copy = store
	return store, err
}

// sync makes a mirror that knows all items, and has runs read through it.
func (f *fixture) sync() {
	f.t.Helper()
	store, err := f.openCopy(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	r, _ := f.setup.Session()
	if _, err := store.Sync(f.t.Context(), r.Service, f.setup.Entity, mirror.SyncOptions{
		Begin: func(int) {}, Each: func(service.Fetched) error { return nil },
	}); err != nil {
		f.t.Fatal(err)
	}
	f.store, f.copies, f.copy = store, 0, nil
}

// run makes the run that a source is planned and carried out by.
func (f *fixture) run(o bulk.Options) *bulk.Run {
	f.t.Helper()
	o.BatchSize, o.MaxErrors = bulk.DefaultBatch, 20
	made, err := bulk.Plan(f.setup, o)
	if err != nil {
		f.t.Fatal(err)
	}
	return made
}

// make plans a file of CSV. The calls and notes are those of the planning alone.
func (f *fixture) make(csv string) (*plan.Plan, error) {
	f.t.Helper()
	f.calls, f.notes, f.problems = nil, nil, nil
	run := f.run(bulk.Options{File: f.file(csv)})
	source, err := run.Open(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	defer source.Close()
	planner := &planning.Planner{
		Setup: f.setup, Run: run, Comparer: f.setup.Words(f.setup.Entity.Fields).Comparer, Copy: f.openCopy,
	}
	f.planner(planner)
	made, err := planner.Make(f.t.Context(), plan.Header{Entity: "billableitems", From: "a.csv"}, source)
	if err == nil {
		f.t.Cleanup(func() { _ = made.Close() })
	}
	return made, err
}

func (f *fixture) file(csv string) string {
	f.t.Helper()
	path := filepath.Join(f.t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte(csv), 0o600); err != nil {
		f.t.Fatal(err)
	}
	return path
}

// plan makes a plan that has to come about, and gives its entries in short.
func (f *fixture) plan(csv string) (*plan.Plan, []string) {
	f.t.Helper()
	made, err := f.make(csv)
	if err != nil {
		f.t.Fatalf("%v: %q", err, f.problems)
	}
	return made, f.short(made)
}

// short gives entries as "2 B-1 update name=old→new", with the reason of a conflict.
func (f *fixture) short(made *plan.Plan) []string {
	f.t.Helper()
	words := f.setup.Words(f.setup.Entity.Fields)
	var all []string
	for entry, err := range made.Entries() {
		if err != nil {
			f.t.Fatal(err)
		}
		text := strings.TrimSpace(fmt.Sprintf("%d %s %s %s", entry.Line, entry.Name(), entry.Action, entry.Reason))
		if entry.Action == plan.Update {
			found, err := entry.Differences(words.Comparer)
			if err != nil {
				f.t.Fatal(err)
			}
			for _, d := range found {
				text += fmt.Sprintf(" %s=%s→%s", strings.TrimPrefix(d.Path, "billableItem"), d.Old, d.New)
			}
		}
		all = append(all, text)
	}
	return all
}

// apply carries a plan out and gives its rows in short.
func (f *fixture) apply(made *plan.Plan, o bulk.Options, a bulk.Applying) ([]string, error) {
	f.t.Helper()
	f.calls, f.rows = nil, &rows{}
	a.Plan = made
	err := f.run(o).Apply(f.t.Context(), a)
	return f.rows.short, err
}

// rows keeps results in short: "2 B-1 update updated".
type rows struct{ short []string }

func (r *rows) WriteRow(row any) error {
	result, ok := row.(results.Row)
	if !ok {
		return fmt.Errorf("%T is no result", row)
	}
	r.short = append(r.short, strings.TrimSpace(fmt.Sprintf("%d %s %s %s %s", result.Line, result.Key, result.Action, result.Outcome, result.Message)))
	return nil
}

func (r *rows) Write(record.Record) error { return nil }
func (r *rows) Finish(err error) error    { return err }

// readOnlyKey is the entity with a key that only the API sets.
func readOnlyKey(f *fixture) *api.Entity {
	other := *f.setup.Entity
	other.Fields = slices.Clone(other.Fields)
	for i := range other.Fields {
		if other.Fields[i].Name == "billableItemCode" {
			other.Fields[i].ReadOnly = true
		}
	}
	return &other
}
