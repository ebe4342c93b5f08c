package hydrate_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
)

var errBroken = errors.New("the words are cut off")

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// same compares two lists of words.
func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
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

// bench is a server of some employees, with a session that calls it.
type bench struct {
	*hydratetest.Server
	*told

	entity  *api.Entity
	session *session.Session
	t       *testing.T
}

func start(t *testing.T, employees int) *bench {
	t.Helper()
	server := hydratetest.NewServer(employees)
	made, err := client.New(client.Options{
		Base: &url.URL{Scheme: "http", Host: "server.test"}, Username: "u", Transport: server, Tries: 1, Rate: 10_000,
		Password: func(context.Context) (string, error) { return "pass word", nil },
	})
	ok(t, err)
	return &bench{
		Server: server, told: &told{}, entity: hydratetest.Employees(t), t: t,
		session: &session.Session{Environment: &config.Environment{Name: "sandbox", Rate: 10}, Client: made, Service: service.New(made, 10)},
	}
}

// loop is one that calls the server and reports.
func (b *bench) loop() *hydrate.FetchLoop {
	return &hydrate.FetchLoop{Session: b.session, Entity: b.entity, Reporter: b.told}
}

// mirror is an empty one.
func (b *bench) mirror() *mirror.Store {
	b.t.Helper()
	store, err := mirror.Open(b.t.Context(), mirror.Options{
		Address: filepath.Join(b.t.TempDir(), "mirror.db"), Environment: "sandbox", Server: "http://server.test/", User: "u",
		Catalog: api.Builtin(), DayZone: time.UTC, Make: true,
	})
	ok(b.t, err)
	b.t.Cleanup(func() { _ = store.Close() })
	return store
}

// synced is one that has what the server has now.
func (b *bench) synced() *mirror.Store {
	b.t.Helper()
	store := b.mirror()
	_, err := store.Sync(b.t.Context(), b.session.Service, b.entity, mirror.SyncOptions{
		Begin: func(int) {}, Each: func(f service.Fetched) error { return f.Err },
	})
	ok(b.t, err)
	b.Calls()
	return store
}

// forget takes an employee away, and has the mirror know that it is gone.
func (b *bench) forget(store *mirror.Store, id string) {
	b.t.Helper()
	b.Remove(id)
	stage, err := store.Stage(b.t.Context(), b.entity, b.index())
	ok(b.t, err)
	gone, err := stage.MarkGone(b.t.Context(), time.Now().Add(time.Hour))
	ok(b.t, err)
	if gone != 1 {
		b.t.Fatalf("%d records are gone", gone)
	}
}

// index walks the index as the server gives it now.
func (b *bench) index() iter.Seq2[record.Record, error] {
	b.t.Helper()
	index, err := b.session.Service.Index(b.t.Context(), b.entity)
	ok(b.t, err)
	b.t.Cleanup(func() { _ = index.Close() })
	b.Calls()
	return index.Entries()
}

// object reads a record from its text.
func object(t *testing.T, text string) record.Record {
	t.Helper()
	r, err := record.New(record.Value(text))
	ok(t, err)
	return r
}

// wanted walks what is to be fetched by its ids, in places from 1 on. "!" ends it with an error.
func wanted(ids ...string) iter.Seq2[service.Wanted, error] {
	return func(yield func(service.Wanted, error) bool) {
		for i, id := range ids {
			if id == "!" {
				yield(service.Wanted{}, errBroken)
				return
			}
			if !yield(service.Wanted{ID: id, Line: i + 1}, nil) {
				return
			}
		}
	}
}

// words walks words. "!" ends them with an error.
func words(all ...string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, word := range all {
			if word == "!" {
				yield("", errBroken)
				return
			}
			if !yield(word, nil) {
				return
			}
		}
	}
}

// ids gives the ids of records up to the error that ends them.
func ids(records iter.Seq2[record.Record, error]) (list []string, err error) {
	for r, err := range records {
		if err != nil {
			return list, err
		}
		list = append(list, idOf(r))
	}
	return list, nil
}

func idOf(r record.Record) string {
	value, _ := r.Get(record.Path{"employeeGuid"})
	return record.Text(value)
}

// described tells of what is wanted in words: its place and id, "+" where the record is at hand, and what is wrong.
func described(all iter.Seq2[service.Wanted, error]) (list []string, err error) {
	for one, err := range all {
		if err != nil {
			return list, err
		}
		word := fmt.Sprintf("%d %s", one.Line, one.ID)
		if one.Have != nil {
			word += "+"
		}
		if one.Err != nil {
			word += " " + one.Err.Error()
		}
		list = append(list, word)
	}
	return list, nil
}

// contains asks that a text has parts.
func contains(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s is %q, without %q", what, text, part)
		}
	}
}

// counter is a progress that counts.
type counter struct{ added, hidden int }

func (c *counter) Add()  { c.added++ }
func (c *counter) Hide() { c.hidden++ }
