package test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

// TestParametersOfAllCalls gives a parameter to the list and the gets of a full list, to what an update
// reads and writes, and to what verifies it; but not to a call that does not have it.
func TestParametersOfAllCalls(t *testing.T) {
	t.Parallel()
	const region = "parameters: [{name: region, in: query, schema: {type: string}}], "
	catalog, err := compile.Description([]byte(`openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /Thing:
    get: {`+region+`responses: {'200': {description: b, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}}
    post: {x-aimsio-upserts: true, `+region+`requestBody: {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}, responses: {'200': {description: b}}}
  /Thing/{thingGuid}:
    get: {`+region+`responses: {'200': {description: b, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}
components:
  schemas:
    Thing: {type: object, properties: {thingGuid: {type: string}, thingCode: {type: string}, thingName: {type: string}}}
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	var lock sync.Mutex
	var calls []string
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		lock.Lock()
		calls = append(calls, r.Method+" "+r.URL.RequestURI())
		lock.Unlock()
		w.Header().Set("Content-Type", "application/json")
		body := `{"thingGuid":"a","thingCode":"A","thingName":"new"}`
		if r.URL.Path == "/Thing" && r.Method == http.MethodGet {
			body = `[{"guid":"a"}]`
		}
		_, _ = io.WriteString(w, body)
	})
	environment := variables(t, server)
	file := filepath.Join(t.TempDir(), "in.json")
	if err := os.WriteFile(file, []byte(`[{"thingGuid":"a","thingName":"newer"}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args []string
		want []string
	}{
		{[]string{"list", "--full"}, []string{"GET /Thing?region=north", "GET /Thing/a?region=north"}},
		{[]string{"update", "-f", file, "--verify"}, []string{"GET /Thing/a?region=north", "POST /Thing?region=north", "GET /Thing/a?region=north"}},
	} {
		calls = nil
		got := runOn(catalog, environment, append(append([]string{"things"}, test.args...), "--param", "region=north", "-q")...)
		if !slices.Equal(calls, test.want) {
			t.Errorf("%s: %s\n%+v", test.args, strings.Join(calls, "\n"), got)
		}
	}
}

// TestRangeOfAList: two parameters that a range of days lies between have flags of their own, and none of them is a page.
func TestRangeOfAList(t *testing.T) {
	t.Parallel()
	const size = "{name: limit, in: query, schema: {type: integer}}"
	for _, test := range []struct{ parameters, query string }{
		{"{name: start, in: query, schema: {type: string, format: date}}, {name: end, in: query, schema: {type: string, format: date}}", "end=2026-02-01&start=2026-01-01"},
		{"{name: from, in: query, schema: {type: string}}, {name: to, in: query, schema: {type: string}}", "from=2026-01-01&to=2026-02-01"},
		{"{name: from, in: query, schema: {type: integer}}, {name: to, in: query, schema: {type: integer}}", ""},
		{"{name: start, in: query, schema: {type: string, format: date}}", ""},
		{"{name: start, in: query, schema: {type: integer}}, {name: end, in: query, schema: {type: integer}}", ""},
	} {
		catalog := paged(t, test.parameters+", "+size, "count: {type: integer}", "")
		asked := ""
		server := serving(t, func(w http.ResponseWriter, r *http.Request) {
			asked = r.URL.RawQuery
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"items":[{"id":1}]}`)
		})
		got := runOn(catalog, variables(t, server), "things", "list", "--from", "2026-01-01", "--to", "2026-02-01", "-q")
		if asked != test.query || (got.code == 0) != (test.query != "") {
			t.Errorf("%s: asked for %q: %+v", test.parameters, asked, got)
		}
	}
	catalog := paged(t, "{name: since, in: query, schema: {type: string, format: date-time}}, {name: until, in: query, schema: {type: string, format: date-time}}", "count: {type: integer}", "")
	server := serving(t, func(http.ResponseWriter, *http.Request) { t.Error("a call was made") })
	for _, args := range [][]string{{"--from", "yesterday"}, {"--from", ""}, {"--to", "2026-01-01"}, {"--from", "2026-01-01T00:00:00Z", "--param", "since=2026-01-01T00:00:00Z"}} {
		if got := runOn(catalog, variables(t, server), append([]string{"things", "list"}, args...)...); got.code != 2 {
			t.Errorf("%q: %+v", args, got)
		}
	}
}
