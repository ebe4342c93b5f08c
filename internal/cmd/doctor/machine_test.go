package doctor

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/config"
)

// diagnosed carries out "doctor", and gives the first row of each check.
func diagnosed(t *testing.T, variables map[string]string, further ...string) (map[string]row, *cmdtest.Run, error) {
	t.Helper()
	run := cmdtest.New(t, variables, "", further...)
	run.Flags.Output = "ndjson"
	err := cmdtest.Do(t.Context(), NewDoctorCommand(run.Env))
	rows := map[string]row{}
	for line := range strings.Lines(run.Printed.String()) {
		var one row
		if broken := json.Unmarshal([]byte(line), &one); broken != nil {
			t.Fatalf("%v in %s", broken, line)
		}
		if _, has := rows[one.Check]; !has {
			rows[one.Check] = one
		}
	}
	return rows, run, err
}

// environment is one that is set up in a test, whose clients try once.
func environment(t *testing.T, settings string) *target {
	t.Helper()
	variables := cmdtest.Variables(t, "")
	for setting := range strings.FieldsSeq(settings) {
		name, value, _ := strings.Cut(setting, "=")
		variables[name] = value
	}
	run := cmdtest.New(t, variables, "")
	environment, err := run.Environment()
	if err != nil {
		t.Fatal(err)
	}
	return &target{environment}
}

// things is a description of entities that are listed by their own path.
func things(names ...string) *api.Catalog {
	catalog := &api.Catalog{}
	for _, name := range names {
		catalog.Entities = append(catalog.Entities, &api.Entity{
			Name: name, Title: name, Resource: strings.ToUpper(name[:1]) + name[1:], GUID: "guid",
			Fields: []api.Field{{Name: "guid", Type: api.String}, {Name: "day", Type: api.Day}, {Name: "at", Type: api.Time}},
			Operations: []api.Operation{
				{Verb: api.List, Method: http.MethodGet, Path: "/" + name},
				{Verb: api.Get, Method: http.MethodGet, Path: "/" + name + "/{guid}"},
			},
		})
	}
	return catalog
}

// server answers by path, and counts its calls.
type server struct {
	*httptest.Server

	calls atomic.Int64
}

// serve makes one that answers a path with a status and a body, and any other one with 200 and an empty list.
func serve(t *testing.T, statuses map[string]int, bodies map[string]string) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.calls.Add(1)
		w.Header().Set("Content-Type", "application/json")
		if status := statuses[r.URL.Path]; status != 0 {
			w.WriteHeader(status)
		}
		body, has := bodies[r.URL.Path]
		if !has {
			body = "[]"
		}
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return s
}

// calling makes calls to a server for entities, as "me" of the environment sandbox.
func calling(t *testing.T, address string, catalog *api.Catalog) *caller {
	t.Helper()
	base, err := url.Parse(address + "/")
	if err != nil {
		t.Fatal(err)
	}
	made, err := client.New(client.Options{
		Base: base, Username: "me", Password: func(context.Context) (string, error) { return "sesame", nil }, Tries: 1, MaxWait: time.Millisecond,
		Rate: 1000, Parallel: 1, Getenv: func(string) (string, bool) { return "", false },
	})
	if err != nil {
		t.Fatal(err)
	}
	return &caller{
		credentials: &credentials{target: environment(t, "AIMSIO_URL="+address), user: "me", source: config.Source{Kind: config.FromKeyring}},
		catalog:     catalog, client: made, now: time.Now,
		answered: func(*api.Entity, client.Request, *client.Response) {},
	}
}

// look carries out a check that has one finding.
func look(t *testing.T, c check) finding {
	t.Helper()
	found := c.run(t.Context())
	if len(found) != 1 {
		t.Fatalf("%s found %+v", c.name, found)
	}
	return found[0]
}

// is tells whether a finding is of an outcome, with these words in detail and advice.
func (f finding) is(outcome outcome, detail, advice string) bool {
	return f.outcome == outcome && strings.Contains(f.detail, detail) && strings.Contains(f.advice, advice) && (advice != "" || f.advice == "")
}
