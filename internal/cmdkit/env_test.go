package cmdkit_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// TestNewEnv: making what a run needs opens nothing and says nothing, so that help works on any machine.
func TestNewEnv(t *testing.T) {
	t.Parallel()
	catalog := api.Builtin()
	env := cmdkit.NewEnv(cmdkit.System{
		In: silent{}, Out: gone{}, Err: gone{}, Version: "2.0",
		Getenv: func(name string) (string, bool) { t.Errorf("%s is looked at", name); return "", false },
	}, spec.Description{Catalog: catalog}, []string{"help"})
	if env.Version != "2.0" || !slices.Equal(env.Args, []string{"help"}) || env.Catalog != catalog || env.Described.Catalog != catalog {
		t.Errorf("%+v", env.Invocation)
	}
	env.Close()
}

// TestAtEnd: what was opened last is closed first.
func TestAtEnd(t *testing.T) {
	t.Parallel()
	var done []string
	env := cmdkit.NewEnv(cmdkit.System{}, spec.Description{}, nil)
	for _, name := range []string{"client", "mirror", "pace"} {
		env.AtEnd(func() { done = append(done, name) })
	}
	env.Close()
	if want := []string{"pace", "mirror", "client"}; !slices.Equal(done, want) {
		t.Errorf("%q", done)
	}
}

// TestVersionRow: a report of a fault needs to say which program, on what and with which description.
func TestVersionRow(t *testing.T) {
	t.Parallel()
	row := newMachine(t).run().VersionRow()
	if row.Version != cmdtest.Version || row.API != api.Builtin().Version || row.Go != runtime.Version() || row.Platform != runtime.GOOS+"/"+runtime.GOARCH {
		t.Errorf("%+v", row)
	}
	row.Commit, row.Date = "", ""
	if got := row.Details(); !slices.Equal(got, []string{"API " + row.API, row.Go, row.Platform}) {
		t.Errorf("%q", got)
	}
	row.Commit, row.Date = "abc", "2026-11-27T00:00:00Z"
	if got := strings.Join(row.Details(), ", "); !strings.HasSuffix(got, ", commit abc, 2026-11-27T00:00:00Z") {
		t.Errorf("%q", got)
	}
}

// TestEntityNamed: by name or alias, and near ones are offered for what is neither.
func TestEntityNamed(t *testing.T) {
	t.Parallel()
	run := newMachine(t).run()
	for name, want := range map[string]string{"joborders": "joborders", "joborder": "joborders", "job-orders": "joborders"} {
		if got, err := run.EntityNamed(name); err != nil || got.Name != want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	_, err := run.EntityNamed("joborderz")
	refused(t, err, fail.Usage, `unknown entity "joborderz"; "aimsio entities" lists them (did you mean joborders`)
	_, err = run.EntityNamed("")
	refused(t, err, fail.Usage, `unknown entity ""`)
}

// TestEntityTexts: what help says of an entity follows from its description.
func TestEntityTexts(t *testing.T) {
	t.Parallel()
	if got := cmdkit.KeyHelp(&api.Entity{}); got != "" {
		t.Errorf("of one without a key: %q", got)
	}
	if got := cmdkit.KeyHelp(&api.Entity{Key: []string{"code", "number"}}); !strings.Contains(got, "by its\ncode or number too") {
		t.Errorf("%q", got)
	}
	thing := &api.Entity{Status: "state", Fields: []api.Field{{Name: "state", Enum: []string{"New", "Done"}}}}
	if got := cmdkit.Statuses(thing); !slices.Equal(got, []string{"New", "Done"}) {
		t.Errorf("%q", got)
	}
	thing.Status = "other"
	if got := cmdkit.Statuses(thing); got != nil {
		t.Errorf("%q", got)
	}
}

// TestChangeWords: differences show times and days as tables do, and other values as they are.
func TestChangeWords(t *testing.T) {
	t.Parallel()
	fields := []api.Field{{Name: "at", Type: api.Time}, {Name: "day", Type: api.Day}, {Name: "n", Type: api.Integer}}
	run := newMachine(t).run("AIMSIO_TIME_ZONE=America/Edmonton")
	words := run.ChangeWords(fields)
	for field, want := range map[string]string{"at": "2025-12-31T17:00:00-07:00", "day": "2026-01-01", "n": "1767225600000"} {
		if got := words.Value(field, jsontext.Value("1767225600000")); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
	if got := words.Value("at", jsontext.Value(`"soon"`)); got != `"soon"` {
		t.Errorf("%q", got)
	}
	// Where the zone is not known, the number is no lie.
	if got := newMachine(t).run("AIMSIO_TIME_ZONE=Mars").ChangeWords(fields).Value("at", jsontext.Value("1767225600000")); got != "1767225600000" {
		t.Errorf("%q", got)
	}
}

// importing keeps a description of one entity, for an environment or for all.
func importing(t *testing.T, store *spec.Store, environment, resource string) {
	t.Helper()
	catalog := &api.Catalog{Title: resource, Version: "9", Entities: []*api.Entity{{
		Name: strings.ToLower(resource) + "s", Title: strings.ToLower(resource), Resource: resource,
		Operations: []api.Operation{{Verb: api.List, Method: "GET", Path: "/api/" + resource}},
	}}}
	about := spec.About{Origin: "a file", Environment: environment, Imported: time.Unix(1, 0)}
	err := store.Keep(t.Context(), spec.Import{About: about, Source: []byte(resource), Catalog: catalog, Fingerprint: spec.Fingerprint(cmdtest.Version)})
	if err != nil {
		t.Fatal(err)
	}
}

// TestKeptDescription: an environment's own description counts before that of all, and names can be set for it.
func TestKeptDescription(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.configure("entities:\n- {path: /api/Wagon, name: carts}\n")
	loaded, err := m.run().Load()
	if err != nil {
		t.Fatal(err)
	}
	store := spec.In(t.TempDir())
	if catalog, kept, err := cmdkit.KeptDescription(store, "here", cmdtest.Version, loaded); catalog != nil || kept != nil || err != nil {
		t.Errorf("none was imported: %v, %v, %v", catalog, kept, err)
	}
	importing(t, store, "", "Wagon")
	importing(t, store, "here", "Crane")
	for environment, want := range map[string]string{"here": "cranes", "there": "carts", "": "carts"} {
		catalog, kept, err := cmdkit.KeptDescription(store, environment, cmdtest.Version, loaded)
		if err != nil || len(catalog.Entities) != 1 || catalog.Entities[0].Name != want || kept.Origin != "a file" {
			t.Errorf("%q: %+v, %+v, %v", environment, catalog, kept, err)
		}
	}
	// What another version compiled is compiled anew, and what cannot be is told with where it came from.
	catalog, kept, err := cmdkit.KeptDescription(store, "there", "another version", loaded)
	if catalog != nil || kept == nil || err == nil {
		t.Errorf("%v, %v, %v", catalog, kept, err)
	}
}
