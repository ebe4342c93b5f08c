package entity

import (
	"iter"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// bench is a server of some employees, and a machine on which commands run one after the other.
type bench struct {
	*hydratetest.Server

	t         *testing.T
	entity    *api.Entity
	described spec.Description
	variables map[string]string
	// instead, if set, answers in the place of Server.
	instead atomic.Pointer[http.HandlerFunc]
}

func start(t *testing.T, employees int) *bench {
	t.Helper()
	b := &bench{Server: hydratetest.NewServer(employees), t: t, entity: hydratetest.Employees(t), described: spec.Description{Catalog: api.Builtin()}}
	listening := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if instead := b.instead.Load(); instead != nil {
			(*instead)(w, r)
			return
		}
		b.ServeHTTP(w, r)
	}))
	t.Cleanup(listening.Close)
	b.variables = cmdtest.Variables(t, listening.URL)
	return b
}

// ended is what a command printed and said, and how it ended.
type ended struct {
	printed, said string
	err           error
}

// making makes a command of an entity.
type making func(*cmdkit.Env, *api.Entity) *cobra.Command

// with carries a command out with a format, empty for the usual one, and an input.
func (b *bench) with(input, format string, constructor making, args ...string) ended {
	b.t.Helper()
	run := cmdtest.With(b.t, b.described, b.variables, input)
	run.Flags.Output = format
	err := cmdtest.Do(b.t.Context(), constructor(run.Env, b.entity), args...)
	run.Close()
	return ended{run.Printed.String(), run.Said.String(), err}
}

// list lists with one object a line.
func (b *bench) list(args ...string) ended {
	b.t.Helper()
	return b.with("", "ndjson", NewListCommand, args...)
}

// sync makes a mirror of what the server has now.
func (b *bench) sync() {
	b.t.Helper()
	run := cmdtest.With(b.t, b.described, b.variables, "")
	defer run.Close()
	store, err := run.OpenMirror(b.t.Context(), true)
	ok(b.t, err)
	session, err := run.Session()
	ok(b.t, err)
	_, err = store.Sync(b.t.Context(), session.Service, b.entity, mirror.SyncOptions{
		Begin: func(int) {}, Each: func(f service.Fetched) error { return f.Err },
	})
	ok(b.t, err)
	b.Calls()
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// succeeded asks that a command ended well, with these ids and notes.
func (e ended) succeeded(t *testing.T, ids []string, notes ...string) {
	t.Helper()
	if e.err != nil {
		t.Fatalf("%v\n%s", e.err, e.said)
	}
	same(t, "records", e.ids(), ids...)
	same(t, "notes", e.notes(), notes...)
}

// ids gives the ids of the records that were printed one a line.
func (e ended) ids() []string {
	var list []string
	for line := range strings.Lines(e.printed) {
		r, err := record.New(record.Value(strings.TrimSpace(line)))
		if err != nil {
			return append(list, line)
		}
		id := record.FirstScalar(r, "employeeGuid")
		if id == "" {
			id = record.FirstScalar(r, "guid")
		}
		list = append(list, id)
	}
	return list
}

func (e ended) notes() []string {
	return strings.FieldsFunc(e.said, func(r rune) bool { return r == '\n' })
}

// same compares two lists of words.
func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
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

func object(t *testing.T, text string) record.Record {
	t.Helper()
	r, err := record.New(record.Value(text))
	ok(t, err)
	return r
}

// fixedIndex is an index of the test, which counts how often it is walked.
type fixedIndex struct {
	t     *testing.T
	texts []string
	// broken is the error that it ends with.
	broken error
	walks  int
}

func (f *fixedIndex) Entries() iter.Seq2[record.Record, error] {
	f.walks++
	return func(yield func(record.Record, error) bool) {
		for _, text := range f.texts {
			if !yield(object(f.t, text), nil) {
				return
			}
		}
		if f.broken != nil {
			yield(record.Record{}, f.broken)
		}
	}
}

func (f *fixedIndex) Calls() int   { return 1 }
func (f *fixedIndex) Close() error { return nil }

// options are those of a list, with the run that it is part of.
func (b *bench) options() (listOptions, *cmdtest.Run) {
	b.t.Helper()
	run := cmdtest.New(b.t, b.variables, "")
	run.Flags.Output = "ndjson"
	return newListOptions(run.Env, b.entity), run
}

// countedIndex counts how often an index is walked.
type countedIndex struct {
	indexSource

	walks int
}

func (c *countedIndex) Entries() iter.Seq2[record.Record, error] {
	c.walks++
	return c.indexSource.Entries()
}
