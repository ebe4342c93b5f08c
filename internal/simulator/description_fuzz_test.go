package simulator

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

// Whatever description was imported can be served, or is refused when the simulator is made.
func FuzzDescription(f *testing.F) {
	f.Add("openapi: 3.1.0\nservers: [{url: /a}]\npaths:\n  /t:\n    get: {parameters: [{name: page, in: query, schema: {type: [integer, 'null']}}], responses: {200: {content: {" +
		"a/json: {schema: {properties: {items: {items: {properties: {id: {type: integer}}}}, next: {type: string}}}}}}}}\n    post: {requestBody: {content: {a/json: {schema: {items: {}}}}}}\n" +
		"  /t/{id}: {delete: {}, patch: {requestBody: {content: {a/json: {schema: {properties: {status: {}}}}}}}}\n")
	f.Add("openapi: 3.0.0\npaths:\n  /t:\n    get: {responses: {200: {content: {a/json: {schema: {items: {$ref: '#/t'}}}}}}}\n" +
		"t: {properties: {tGuid: {type: string}, tAt: {type: string, format: date-time}, tList: {items: {$ref: '#/t'}}, o: {x-aimsio-refers-to: T.tGuid}}}\n")
	f.Fuzz(func(t *testing.T, description string) {
		catalog, err := compile.Description([]byte(description), api.Presentations())
		if err != nil {
			return
		}
		s, err := New(Options{Catalog: catalog, Jobs: 3})
		if err != nil {
			return
		}
		for _, e := range catalog.Entities {
			for _, o := range e.Operations {
				r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://a/", strings.NewReader(`{"a":1}`))
				r.Method, r.URL.Path = o.Method, o.Fill("1")
				r.Header.Set("Content-Type", "application/json")
				r.SetBasicAuth("a", "b")
				w := httptest.NewRecorder()
				s.ServeHTTP(w, r)
				if w.Code >= http.StatusInternalServerError {
					t.Errorf("%s %s: %d %s", o.Method, o.Path, w.Code, w.Body)
				}
			}
		}
	})
}
