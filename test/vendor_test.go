package test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// vendorShaped is a description as the vendor's most likely is: no operationId, schemas that are shown on pages of their own
// (x-tags) and groups of tags, paths in PascalCase, a body that is an object with one array.
const vendorShaped = `openapi: 3.1.0
info: {title: Vendor's own, version: 1.0.0}
servers: [{url: https://sandbox.example.com/}]
security: [{basicAuth: []}]
x-tagGroups:
  - {name: master-data, tags: [employee, company]}
tags:
  - {name: employee, x-displayName: Employee}
  - {name: company, x-displayName: Company}
paths:
  /rest/api/standard/v1/Employee:
    get:
      summary: GET all
      tags: [employee]
      responses: {"200": {description: OK, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Stub'}}}}}}
    post:
      summary: POST
      tags: [employee]
      requestBody: {content: {application/json: {schema: {type: object, properties: {employeeList: {type: array, items: {$ref: '#/components/schemas/Employee'}}}}}}}
      responses: {"200": {description: OK}}
  /rest/api/standard/v1/Employee/{employeeGuid}:
    get:
      summary: GET one
      tags: [employee]
      parameters: [{name: employeeGuid, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Employee'}}}}}
components:
  securitySchemes: {basicAuth: {type: http, scheme: basic}}
  schemas:
    Stub: {type: object, properties: {dtype: {type: string}, guid: {type: string}, updatedAt: {type: integer}}}
    Employee:
      x-tags: [employee]
      type: object
      required: [employeeCode]
      properties: {employeeGuid: {type: string}, employeeCode: {type: string}, employeeFirstName: {type: string}}
    Company:
      x-tags: [company]
      type: object
      properties: {companyGuid: {type: string}, companyCode: {type: string}}
`

// TestADescriptionOfTheVendorsKind: entities are named by their paths, a schema without a path is none, and a list of several
// kinds of object (dtype) is one list, of which nothing is left out.
func TestADescriptionOfTheVendorsKind(t *testing.T) {
	t.Parallel()
	g := importedFor(t, vendorShaped, map[string]string{
		"GET /rest/api/standard/v1/Employee":   `[{"dtype":"DirectHire","guid":"a","updatedAt":1},{"dtype":"Subcontractor","guid":"b","updatedAt":2},{"dtype":"DirectHire","guid":"c","updatedAt":3}]`,
		"GET /rest/api/standard/v1/Employee/a": `{"employeeGuid":"a","employeeCode":"1"}`,
		"GET /rest/api/standard/v1/Employee/b": `{"employeeGuid":"b","employeeCode":"2"}`,
		"GET /rest/api/standard/v1/Employee/c": `{"employeeGuid":"c","employeeCode":"3"}`,
		"POST /rest/api/standard/v1/Employee":  `{}`,
	})
	if verbs := g.verbs("employees"); !strings.Contains(verbs, "list get create") {
		t.Errorf("verbs %q", verbs)
	}
	if got := g.code(0, "entities", "-o", "json", "--jq", ".[].name"); strings.TrimSpace(got.out) != "employees" {
		t.Errorf("entities: %s", got.out)
	}
	if got := g.code(0, "employees", "list", "-o", "ndjson", "--jq", ".dtype"); got.out != "DirectHire\nSubcontractor\nDirectHire\n" {
		t.Errorf("the index: %s", got.out)
	}
	if got := g.code(0, "employees", "list", "--full", "-o", "ndjson", "--jq", ".employeeCode"); got.out != "1\n2\n3\n" {
		t.Errorf("whole records: %s", got.out)
	}
	if got := g.code(0, "employees", "list", "--filter", "dtype=Subcontractor", "-o", "ndjson", "--jq", ".guid"); got.out != "b\n" {
		t.Errorf("by its kind: %s", got.out)
	}
}

// TestImportFromTheVendor goes the whole way, with an account and a password that must not go there.
func TestImportFromTheVendor(t *testing.T) {
	t.Parallel()
	site := serving(t, func(w http.ResponseWriter, r *http.Request) {
		for _, name := range []string{"Authorization", "Cookie", "Proxy-Authorization"} {
			if r.Header.Get(name) != "" {
				t.Errorf("%s goes to the documentation site", name)
			}
		}
		if r.URL.Path != "/_bundle/aimsio_api.json" {
			http.NotFound(w, r)
			return
		}
		_, _ = io.WriteString(w, vendorShaped)
	})
	all := with(variables(t, ""), "AIMSIO_VENDOR_DOCS="+site)
	got := runReal(all, "", "spec", "import", "--vendor", "--dry-run")
	if got.code != 0 || !strings.Contains(got.err, "aimsio_api.yaml: answered 404 Not Found") || !strings.Contains(got.err, "dry run: nothing was changed") {
		t.Errorf("%+v", got)
	}
	if got := runReal(all, "", "spec", "import", "--vendor"); got.code != 0 || !strings.Contains(got.err, site+"/_bundle/aimsio_api.json: Vendor's own 1.0.0: 1 entity") {
		t.Errorf("%+v", got)
	}
	if got := runReal(all, "", "spec", "diff", "--vendor"); got.code != 0 {
		t.Errorf("%+v", got)
	}
	for _, wrong := range [][]string{{"spec", "import", "--vendor", "openapi.yaml"}, {"spec", "import"}, {"spec", "diff"}} {
		if got := runReal(all, "", wrong...); got.code != 2 || got.out != "" {
			t.Errorf("%v: %+v", wrong, got)
		}
	}
	nowhere := with(all, "AIMSIO_VENDOR_DOCS=http://127.0.0.1:1")
	if got := runReal(nowhere, "", "spec", "import", "--vendor", "-o", "json"); got.code != 7 || !strings.Contains(got.err, `choose \"Download OpenAPI description\"`) {
		t.Errorf("%+v", got)
	}
}
