package compile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compare"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

// Whatever file a user imports, the answer is an error or a catalog that can be used.
func FuzzCompile(f *testing.F) {
	f.Add(string(vendor(f)))
	f.Add(withSchema("a: {$ref: '#/components/schemas/Thing'}, b: {type: array, items: {type: string}}"))
	f.Add(withSchema("a: {allOf: [{type: object, properties: {b: {type: integer}}}], x-aimsio-either: c}"))
	f.Add(`{"openapi":"3.0.3","info":{"title":"a","version":"1"},"paths":{"/A":{"get":{"responses":{"200":{"description":"b"}}}}}}`)
	f.Add("openapi: 3.0.3\npaths: {/a: {get: 3, post: [1]}, /b: null}\n")
	f.Add("swagger: '2.0'\npaths: {}\n")
	f.Add("<html>")
	f.Add("a: &a [*a]")
	f.Add("openapi: 3.1.0\nservers: [{url: /a}]\npaths:\n  /t:\n    get: {parameters: [{name: page, in: query, schema: {type: [integer, 'null']}}], responses: {200: {content: {" +
		"a/json: {schema: {properties: {items: {items: {properties: {id: {type: integer}}}}, next: {type: string}}}}}}}}\n    post: {requestBody: {content: {a/json: {schema: {items: {}}}}}}\n" +
		"  /t/{id}: {delete: {}, patch: {requestBody: {content: {a/json: {schema: {properties: {status: {}}}}}}}}\n")
	f.Fuzz(func(t *testing.T, description string) {
		began := time.Now()
		defer func() {
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("took %s: %q", took, description)
			}
		}()
		c, err := compile.Description([]byte(description), api.Presentations())
		if err != nil {
			if strings.TrimSpace(err.Error()) == "" {
				t.Error("an error without words")
			}
			return
		}
		names := map[string]bool{}
		for _, e := range c.Entities {
			if e.Name == "" || names[e.Name] || len(e.Operations) == 0 {
				t.Errorf("entity %q: the name is missing or taken, or it has no operations", e.Name)
			}
			names[e.Name] = true
			for _, column := range e.Columns {
				if _, ok := api.Find(e.Fields, column); !ok {
					t.Errorf("%s: there is no field %s for a column", e.Name, column)
				}
			}
		}
		compare.Coverage(c)
	})
}
