package spec

import (
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// described makes a description of paths, each with the calls that it has: "l" lists, "g" gets, "o" is
// one that fits no verb.
func described(paths map[string]string) string {
	text := "openapi: 3.0.3\ninfo: {title: Things, version: '7'}\npaths:\n"
	for path, verbs := range paths {
		for _, verb := range verbs {
			switch verb {
			case 'l':
				text += "  /" + path + ":\n    get: {responses: {'200': {description: a, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/T'}}}}}}}\n"
			case 'g':
				text += "  /" + path + "/{id}:\n    get: {responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}}}}\n"
			case 'o':
				text += "  /" + path + "/report:\n    get: {summary: A report, responses: {'200': {description: a, content: {application/pdf: {}}}}}\n"
			}
		}
	}
	return text + "components:\n  schemas:\n    T: {type: object, properties: {id: {type: string}, name: {type: string}}}\n"
}

// made compiles a description as an import would.
func made(t *testing.T, paths map[string]string, set ...api.Naming) *candidate {
	t.Helper()
	c, err := newCandidate(specSource{origin: "a.yaml", content: []byte(described(paths))}, cmdkit.CompileOptions(), set)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// catalog is the same with the names that it gives itself.
func catalog(t *testing.T, paths map[string]string) *api.Catalog {
	t.Helper()
	c, err := compile.With([]byte(described(paths)), compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// find gives the row of a kind about something.
func find(rows []specRow, kind, entity, what string) (specRow, bool) {
	for _, row := range rows {
		if row.Kind == kind && row.Entity == entity && row.What == what {
			return row, true
		}
	}
	return specRow{}, false
}
