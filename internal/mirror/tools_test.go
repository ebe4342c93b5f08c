package mirror_test

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// postgresVariable names the PostgreSQL that the tests may use: .ci/postgres starts one.
const postgresVariable = "AIMSIO_TEST_POSTGRES"

// bouncerVariable names a PgBouncer before it, whose databases are called after the ways in which it
// shares connections.
const bouncerVariable = "AIMSIO_TEST_PGBOUNCER"

// onBoth runs a test on each database, with a mirror of its own, and behind a PgBouncer that gives each
// transaction another connection.
func onBoth(t *testing.T, catalog *api.Catalog, do func(f *fixture)) {
	t.Helper()
	t.Parallel()
	for name, address := range map[string]func(*testing.T) string{"sqlite": sqliteAddress, "postgres": postgresAddress, "pooled": pooledAddress} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			do(newFixture(t, address(t), catalog))
		})
	}
}

func sqliteAddress(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "mirror.db")
}

// schemaNumber tells the schemas of a run apart.
var schemaNumber atomic.Int64

// postgresAddress gives the address of a schema that only this test has, and drops it at the end.
func postgresAddress(t *testing.T) string {
	t.Helper()
	server := os.Getenv(postgresVariable)
	if server == "" {
		t.Skipf("%s is not set: .ci/postgres starts a server and prints its address", postgresVariable)
	}
	schema := fmt.Sprintf("mirror_test_%d_%d", os.Getpid(), schemaNumber.Add(1))
	t.Cleanup(func() { direct(t, server, "drop schema if exists "+schema+" cascade") })
	return server + "?search_path=" + schema
}

// pooledAddress is the same behind a PgBouncer.
func pooledAddress(t *testing.T) string {
	t.Helper()
	bouncer := os.Getenv(bouncerVariable)
	if bouncer == "" {
		t.Skipf("%s is not set: .ci/postgres starts a PgBouncer and prints its address", bouncerVariable)
	}
	_, schema, _ := strings.Cut(postgresAddress(t), "?")
	return bouncer + "/transaction?" + schema
}

// direct does something to a database past the mirror, and past what stands before it.
func direct(t *testing.T, address string, statements ...string) {
	t.Helper()
	if bouncer := os.Getenv(bouncerVariable); bouncer != "" && strings.HasPrefix(address, bouncer) {
		_, schema, _ := strings.Cut(address, "?")
		address = os.Getenv(postgresVariable) + "?" + schema
	}
	driver := "sqlite"
	if database.OnServer(address) {
		driver = "pgx"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, statement := range statements {
		if _, err := db.ExecContext(context.WithoutCancel(t.Context()), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// fixture is a mirror with a clock that only the test moves.
type fixture struct {
	*mirror.Store
	t       *testing.T
	options mirror.Options
	now     time.Time
}

// noon is where the clock of a test begins.
func noon() time.Time { return time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC) }

func newFixture(t *testing.T, address string, catalog *api.Catalog) *fixture {
	t.Helper()
	f := &fixture{t: t, now: noon()}
	f.options = mirror.Options{
		Address: address, Environment: "sandbox", Server: "https://example.com", User: "ann", Catalog: catalog,
		Now: func() time.Time { return f.now }, Make: true, Command: "aimsio test",
	}
	f.open()
	return f
}

// open opens the mirror, or opens it again.
func (f *fixture) open() {
	f.t.Helper()
	store, err := mirror.Open(f.t.Context(), f.options)
	if err != nil {
		f.t.Fatal(err)
	}
	f.Store = store
	f.t.Cleanup(func() { _ = store.Close() }) // a test may have closed it
	f.ok(store.MakeViews(f.t.Context()))
}

func (f *fixture) ok(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// things is a made-up entity with a key, and a catalog of it alone.
func things() (*api.Entity, *api.Catalog) {
	entity := entityNamed("things", api.Field{Name: "number", Type: api.String}, api.Field{Name: "size", Type: api.Integer})
	entity.Key = []string{"number"}
	return entity, &api.Catalog{Entities: []*api.Entity{entity}}
}

// entityNamed is an entity that can be listed and read.
func entityNamed(name string, fields ...api.Field) *api.Entity {
	return &api.Entity{
		Name: name, GUID: "thingGuid", UpdatedAt: "thingUpdatedAt", Fields: fields,
		Operations: []api.Operation{{Verb: api.List}, {Verb: api.Get}},
	}
}

// indexEntry is an entry of an index.
func indexEntry(id string, updatedAt int64) string {
	return fmt.Sprintf(`{"guid":%q,"updatedAt":%d}`, id, updatedAt)
}

func recordOf(t *testing.T, text string) record.Record {
	t.Helper()
	r, err := record.New([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// stage holds an index against the mirror.
func (f *fixture) stage(entity *api.Entity, index ...string) *mirror.Stage {
	f.t.Helper()
	stage, err := f.Stage(f.t.Context(), entity, recordsOf(f.t, index))
	f.ok(err)
	return stage
}

func recordsOf(t *testing.T, texts []string) iter.Seq2[record.Record, error] {
	t.Helper()
	return func(yield func(record.Record, error) bool) {
		for _, text := range texts {
			if !yield(record.New([]byte(text))) {
				return
			}
		}
	}
}

// put stores one record that was found by an entry of the index and read at some time after noon.
func (f *fixture) put(entity *api.Entity, id, entry, body string, after time.Duration) mirror.Stored {
	f.t.Helper()
	stored, err := f.Put(f.t.Context(), entity, []mirror.Fresh{
		{ID: id, Entry: recordOf(f.t, entry), Record: recordOf(f.t, body), At: noon().Add(after)},
	})
	f.ok(err)
	return stored
}

// sync does what a sync does: it compares an index, marks what is gone, and stores what is missing.
// The bodies of what the index names are given by id.
func (f *fixture) sync(entity *api.Entity, index []string, bodies map[string]string) {
	f.t.Helper()
	stage := f.stage(entity, index...)
	_, err := stage.MarkGone(f.t.Context(), later())
	f.ok(err)
	for entry, err := range stage.Missing(f.t.Context(), false) {
		f.ok(err)
		_, err = f.Put(f.t.Context(), entity, []mirror.Fresh{
			{ID: entry.ID, Entry: entry.Listed, Record: recordOf(f.t, bodies[entry.ID]), At: f.now},
		})
		f.ok(err)
	}
	f.ok(f.Synced(f.t.Context(), entity, f.now, len(index), 0, true))
}

// body gives a record as the mirror has it.
func (f *fixture) body(entity *api.Entity, id string) string {
	f.t.Helper()
	object, found, err := f.Find(f.t.Context(), entity, id)
	f.ok(err)
	if !found {
		f.t.Fatalf("the mirror has no %s", id)
	}
	return string(object.Record.Raw())
}

// ask gives the rows of an answer in JSON, one a line.
func (f *fixture) ask(query string) (string, error) {
	f.t.Helper()
	querier, err := f.OpenQuerier(f.t.Context(), mirror.QuerierOptions{})
	f.ok(err)
	defer func() { f.ok(querier.Close()) }()
	answer, err := querier.Query(f.t.Context(), query)
	if err != nil {
		return "", err
	}
	defer func() { f.ok(answer.Close()) }()
	rows, err := answer.Records()
	f.ok(err)
	var lines []string
	for row, err := range rows.All() {
		if err != nil {
			return strings.Join(lines, "\n"), err
		}
		lines = append(lines, string(row.Raw()))
	}
	return strings.Join(lines, "\n"), nil
}

// answers fails the test unless a query has this answer.
func (f *fixture) answers(query, want string) {
	f.t.Helper()
	if got, err := f.ask(query); err != nil || got != want {
		f.t.Errorf("%s\n got %s (%v)\nwant %s", query, got, err, want)
	}
}

// later is a moment after all that a test fetches.
func later() time.Time { return noon().AddDate(1, 0, 0) }
