package test

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// TestNewEntity adds an entity in the only two places that there are, the API description and the
// table of presentations, and finds commands, fields, completion and simulator routes.
func TestNewEntity(t *testing.T) {
	t.Parallel()
	catalog := withPermits(t)
	made, err := simulator.New(simulator.Options{Catalog: catalog, Jobs: 6})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(made)
	t.Cleanup(func() {
		server.Close()
		if err := made.Close(); err != nil {
			t.Error(err)
		}
	})
	environment := variables(t, server.URL)
	id := strings.TrimSpace(runOn(catalog, environment, "permits", "list", "-o", "ndjson", "--limit", "1", "--jq", ".guid", "-q").out)
	if id == "" {
		t.Fatal("the simulator has no permits")
	}
	tests := []struct {
		arguments string
		// out is a part of standard output.
		out string
	}{
		{"help", "permits "},
		{"permits list", "Permit"},
		{"permits list --full", "permitNumber  permitStatus  permitJobNumber"},
		{"permit list --full -o ndjson --columns permitNumber --limit 1", `{"permitNumber":"PT-0001"}`},
		{"permits get " + id + " -o json", `"permitJobNumber": "J-0000`},
		{"permits fields", "The job that the permit is for."},
		{"permits fields -o csv --columns name,certainty --no-header", "permitNumber,assumed"},
		{"permits template", `"permitStatus": "Open"`},
		{"entities", "work permit"},
		{"__complete per", "permits"},
		{"__complete permits list --columns permitJ", "permitJobNumber"},
		{"__complete permits list --filter permitStatus=", "permitStatus=Closed"},
		{"__complete api GET ''", "Permit"},
	}
	for _, test := range tests {
		got := runOn(catalog, environment, strings.Fields(strings.ReplaceAll(test.arguments, "''", "Per"))...)
		if got.code != 0 || !strings.Contains(got.out, test.out) {
			t.Errorf("aimsio %s: code %d, %q is not in\n%s%s", test.arguments, got.code, test.out, got.out, got.err)
		}
	}
	if got := runOn(catalog, environment, "permits", "list", "--full", "--columns", "permitNubmer"); got.code != 2 || !strings.Contains(got.err, "permitNumber") {
		t.Errorf("a misspelt column: %+v", got)
	}
}

// withPermits compiles the built-in description with one entity more.
func withPermits(t *testing.T) *api.Catalog {
	t.Helper()
	paths, err := os.ReadFile("testdata/permit_paths.yaml")
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := os.ReadFile("testdata/permit_schemas.yaml")
	if err != nil {
		t.Fatal(err)
	}
	description := string(api.Description())
	description = strings.Replace(description, "\npaths:\n", "\npaths:\n"+string(paths), 1)
	description = strings.Replace(description, "\n  schemas:\n", "\n  schemas:\n"+string(schemas), 1)
	catalog, err := compile.Description([]byte(description), append(api.Presentations(), api.Presentation{
		Resource: "Permit", Name: "permits", Title: "work permit", Aliases: []string{"permit"},
		Key: []string{"permitNumber"}, GUID: "permitGuid", Status: "permitStatus", UpdatedAt: "permitUpdatedAt",
		Columns: []string{"permitNumber", "permitStatus", "permitJobNumber"},
	}))
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}
