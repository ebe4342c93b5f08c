package api_test

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

func builtin(t testing.TB) *api.Catalog {
	t.Helper()
	return api.Builtin()
}

func entity(t testing.TB, c *api.Catalog, name string) *api.Entity {
	t.Helper()
	e, ok := c.Entity(name)
	if !ok {
		t.Fatalf("the catalog has no entity %s", name)
	}
	return e
}

func TestCatalogIsUpToDate(t *testing.T) {
	compiled, err := compile.With(api.Description(), compile.Options{Rows: api.Presentations(), BuiltIn: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, note := range compiled.Notes {
		t.Errorf("of the built-in description nothing is to be inferred: %+v", note)
	}
	if diff := cmp.Diff(compiled, builtin(t)); diff != "" {
		t.Errorf("the built-in catalog is not what openapi.yaml and entities.go give: run go generate ./internal/api (-compiled +built-in):\n%s", diff)
	}
}

// The simulator's tests rely on kin-openapi, which reads the description more strictly.
func TestDescriptionIsValid(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromData(api.Description())
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestServersNameTheirEnvironments(t *testing.T) {
	want := []string{"sandbox", "portal", "mock"}
	var have []string
	for _, s := range builtin(t).Servers {
		have = append(have, s.Name)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Error(diff)
	}
}

// Every run of the program pays for this once.
