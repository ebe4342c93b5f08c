package test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

// TestSyncWithoutIdentifiers syncs lists whose entries have no id: by their key, or not at all.
func TestSyncWithoutIdentifiers(t *testing.T) {
	t.Parallel()
	catalog, err := compile.Description([]byte(`openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /r/Rig:
    get: {responses: {'200': {description: a, content: {application/json: {schema: {type: array, items: {type: object, properties: {rigCode: {type: string}, depth: {type: integer}}}}}}}}}
  /r/Reading:
    get: {responses: {'200': {description: a, content: {application/json: {schema: {type: array, items: {type: object, properties: {depth: {type: integer}}}}}}}}}
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		body := `[{"depth":1},{"depth":2}]`
		if strings.HasSuffix(r.URL.Path, "/Rig") {
			body = `[{"rigCode":"A","depth":1},{"rigCode":"B","depth":2}]`
		}
		_, _ = io.WriteString(w, body)
	})
	environment := variables(t, server)
	got := runOn(catalog, environment, "sync", "-o", "ndjson", "--jq", ".entity, .indexed, .failed")
	if got.code != 0 || strings.Join(strings.Fields(got.out), " ") != "rigs 2 0" || strings.Count(got.err, "readings") != 1 {
		t.Errorf("%+v", got)
	}
	got = runOn(catalog, environment, "rigs", "list", "--offline", "-o", "ndjson", "--jq", ".rigCode", "-q")
	if strings.Join(strings.Fields(got.out), " ") != "A B" {
		t.Errorf("%+v", got)
	}
}
