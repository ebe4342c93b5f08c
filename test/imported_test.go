package test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// guessed is a server that a description was imported for, with all writing calls that it got.
type guessed struct {
	t         *testing.T
	variables map[string]string
	mu        sync.Mutex
	calls     []string
	header    http.Header
}

// importedFor imports a description and serves what answers gives, by method and path.
func importedFor(t *testing.T, description string, answers map[string]string) *guessed {
	t.Helper()
	g := &guessed{t: t}
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		call := r.Method + " " + r.URL.Path
		g.mu.Lock()
		g.header = r.Header
		if r.Method != http.MethodGet {
			g.calls = append(g.calls, strings.TrimSpace(call+" "+string(body)))
		}
		g.mu.Unlock()
		answer, known := answers[call]
		w.Header().Set("Content-Type", "application/json")
		if !known {
			w.WriteHeader(http.StatusNotFound)
		}
		if status, rest, has := strings.Cut(answer, "!"); has {
			code := 0
			_, _ = fmt.Sscan(status, &code)
			w.WriteHeader(code)
			answer = rest
		}
		_, _ = io.WriteString(w, answer)
	})
	g.variables = map[string]string{"XDG_CONFIG_HOME": t.TempDir(), "XDG_STATE_HOME": t.TempDir()}
	maps.Copy(g.variables, variables(t, server))
	file := filepath.Join(t.TempDir(), "api.yaml")
	if err := os.WriteFile(file, []byte(description), 0o600); err != nil {
		t.Fatal(err)
	}
	g.code(0, "spec", "import", file, "-q")
	return g
}

func (g *guessed) code(want int, args ...string) outcome {
	g.t.Helper()
	got := runReal(g.variables, "", args...)
	if got.code != want {
		g.t.Fatalf("aimsio %s: code %d, want %d\n%s%s", strings.Join(args, " "), got.code, want, got.out, got.err)
	}
	return got
}

// sent compares the writing calls that came with those that should have.
func (g *guessed) sent(want ...string) {
	g.t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	if have := strings.Join(g.calls, "\n"); have != strings.Join(want, "\n") {
		g.t.Errorf("the server got\n%s\nwant\n%s", have, strings.Join(want, "\n"))
	}
	g.calls = nil
}

func (g *guessed) verbs(entity string) string {
	g.t.Helper()
	var all []struct {
		Name  string   `json:"name"`
		Verbs []string `json:"verbs"`
	}
	if err := json.Unmarshal([]byte(g.code(0, "entities", "-o", "json").out), &all); err != nil {
		g.t.Fatal(err)
	}
	for _, e := range all {
		if e.Name == entity {
			return strings.Join(e.Verbs, " ")
		}
	}
	return ""
}

// TestIdentifierOfAnImport: a record is named in a path by what identifies it, and never by a field that only ends
// in id, which is another record's.
func TestIdentifierOfAnImport(t *testing.T) {
	t.Parallel()
	description := func(parameter, fields string) string {
		return `openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /sale.order:
    get: {responses: {'200': {description: a, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Order'}}}}}}}
  '/sale.order/{` + parameter + `}':
    get: {responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}}
    delete: {responses: {'204': {description: a}}}
components: {schemas: {Order: {type: object, properties: {partner_id: {type: integer}, ` + fields + `name: {type: string}}}}}
`
	}
	record := func(field string) string { return `{"partner_id":99,` + field + `"name":"S007"}` }
	for _, test := range []struct {
		name, parameter, field, kind, verbs, path string
	}{
		{"no identifier among the fields", "order", "", "", "list fields", ""},
		{"a word for the record alone", "order_id", "id", "integer", "list get delete export fields", "/sale.order/7"},
		{"another word", "order_gid", "gid", "string", "list get delete export fields", "/sale.order/7"},
		{"another one", "id", "pk", "integer", "list get delete export fields", "/sale.order/7"},
		{"its own name", "number", "number", "integer", "list get delete export fields", "/sale.order/7"},
		{"a word for another record", "task_gid", "gid", "string", "list export fields", ""},
		{"a word that no field has", "username", "id", "integer", "list export fields", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			field, described := "", ""
			if test.field != "" {
				described = test.field + ": {type: " + test.kind + "}, "
				field = `"` + test.field + `":7,`
				if test.kind == "string" {
					field = `"` + test.field + `":"7",`
				}
			}
			g := importedFor(t, description(test.parameter, described), map[string]string{
				"GET /sale.order": "[" + record(field) + "]", "GET /sale.order/7": record(field), "DELETE /sale.order/7": "204!",
			})
			name := "saleorders"
			if verbs := g.verbs(name); verbs != test.verbs {
				t.Errorf("verbs: %s, want %s", verbs, test.verbs)
			}
			if test.path == "" {
				return
			}
			if got := g.code(0, name, "list", "--full", "-o", "ndjson"); !strings.Contains(got.out, "S007") {
				t.Errorf("list --full: %+v", got)
			}
			g.code(0, name, "delete", "7")
			g.sent("DELETE " + test.path)
		})
	}
}

const customers = `openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /customers:
    get:
      responses:
        '200':
          description: a
          content: {application/json: {schema: {type: object, properties: {customers: {type: array, items: {$ref: '#/components/schemas/Customer'}}, meta: {type: object, properties: {total_pages: {type: integer}}}}}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Envelope'}}}}
      responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Envelope'}}}}}
  /customers/{external_id}:
    get: {responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Envelope'}}}}}}
    put:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Envelope'}}}}
      responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Envelope'}}}}}
    patch:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Envelope'}}}}
      responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Envelope'}}}}}
components:
  schemas:
    Envelope: {type: object, required: [customer], properties: {customer: {$ref: '#/components/schemas/Customer'}}}
    Customer:
      type: object
      required: [external_id]
      properties:
        lago_id: {type: string, readOnly: true}
        external_id: {type: string}
        id: {type: integer, readOnly: true}
        name: {type: string}
        city: {type: string}
        plan_id: {type: string}
`

// TestChangesAloneInAnEnvelope: a record in a member is read out of it and sent in it, a PATCH carries what changes
// alone, and what a record is called by is what its path says.
func TestChangesAloneInAnEnvelope(t *testing.T) {
	t.Parallel()
	one := `{"lago_id":"l1","external_id":"c1","id":5,"name":"One","city":"Old","plan_id":"p"}`
	g := importedFor(t, customers, map[string]string{
		"GET /customers": `{"customers":[` + one + `],"meta":{"total_pages":1}}`, "GET /customers/c1": `{"customer":` + one + `}`,
		"PATCH /customers/c1": `{"customer":{"external_id":"c1"}}`, "POST /customers": `{"customer":{"external_id":"c2"}}`,
	})
	if got := g.code(0, "customers", "list", "--full", "-o", "ndjson", "--jq", ".name"); strings.TrimSpace(got.out) != "One" {
		t.Errorf("list --full: %+v", got)
	}
	g.code(0, "customers", "update", "c1", "--set", "city=New")
	g.sent(`PATCH /customers/c1 {"customer":{"city":"New"}}`)
	g.code(0, "customers", "create", "--set", "external_id=c2", "--set", "name=Two")
	g.sent(`POST /customers {"customer":{"external_id":"c2","name":"Two"}}`)
}

// TestNoWriteTwice: a write is not sent again where only its name says that a field is a key.
func TestNoWriteTwice(t *testing.T) {
	t.Parallel()
	description := `openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /Permit:
    get: {responses: {'200': {description: a, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Permit'}}}}}}}
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {permitList: {type: array, items: {$ref: '#/components/schemas/Permit'}}}}}}}
      responses: {'200': {description: a}}
components: {schemas: {Permit: {type: object, properties: {permitGuid: {type: string}, permitCode: {type: string}}}}}
`
	call := `POST /Permit {"permitList":[{"permitCode":"P1"}]}`
	g := importedFor(t, description, map[string]string{"GET /Permit": "[]", "POST /Permit": "500!{}"})
	g.variables["AIMSIO_MAX_WAIT"] = "3s"
	g.code(7, "permits", "create", "--set", "permitCode=P1")
	g.sent(call)

	folder := filepath.Join(g.variables["XDG_CONFIG_HOME"], "aimsio")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte("entities:\n  - {path: /Permit, key: permitCode}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	runReal(g.variables, "", "permits", "create", "--set", "permitCode=P1")
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.calls) < 2 {
		t.Errorf("with a key that the user has set, it was sent %d times", len(g.calls))
	}
}

// TestWhatALostWriteSays: what to do about a change of one record is said of that record, and no key is called safe
// which was told from its name.
func TestWhatALostWriteSays(t *testing.T) {
	t.Parallel()
	const body = "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Permit'}}}}, responses: {'200': {description: a}}"
	g := importedFor(t, `openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /Permit:
    post: {`+body+`}
  /Permit/{permitGuid}:
    get: {responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Permit'}}}}}}
    patch: {`+body+`}
    delete: {responses: {'204': {description: a}}}
components: {schemas: {Permit: {type: object, properties: {permitGuid: {type: string}, permitCode: {type: string}, permitName: {type: string}}}}}
`, map[string]string{
		"GET /Permit/g": `{"permitGuid":"g","permitCode":"C","permitName":"n"}`, "POST /Permit": "503!{}", "PATCH /Permit/g": "503!{}", "DELETE /Permit/g": "503!{}",
	})
	g.variables["AIMSIO_MAX_WAIT"] = "1s"
	for want, args := range map[string][]string{
		"look for it among the latest in the list before it is sent again": {"create", "--set", "permitCode=P1"},
		"get it and see before it is sent again":                           {"update", "g", "--set", "permitName=x"},
		"get it and see, or send it again, which changes nothing more":     {"delete", "g"},
	} {
		if got := g.code(7, append([]string{"permits"}, args...)...); !strings.Contains(got.out, want) || strings.Contains(got.out, "carries its key") {
			t.Errorf("%s: %+v", args[0], got)
		}
	}
}

// TestPageAgain: a server that gives page 1 for every page has given page 1.
func TestPageAgain(t *testing.T) {
	t.Parallel()
	description := func(total string) string {
		return `openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /events:
    get:
      parameters: [{name: page, in: query, schema: {type: integer, default: 1}}, {name: limit, in: query, schema: {type: integer, default: 10}}]
      responses:
        '200':
          description: a
          content: {application/json: {schema: {type: object, properties: {events: {type: array, items: {type: object, properties: {id: {type: string}}}}` + total + `}}}}
`
	}
	for total, code := range map[string]int{"": 0, ", total: {type: integer}": 6} {
		answer := `{"events":[{"id":"a"},{"id":"b"}]}`
		if total != "" {
			answer = `{"events":[{"id":"a"},{"id":"b"}],"total":9}`
		}
		g := importedFor(t, description(total), map[string]string{"GET /events": answer})
		got := g.code(code, "events", "list", "-o", "ndjson", "--jq", ".id")
		if strings.Join(strings.Fields(got.out), "") != `ab` || !strings.Contains(got.err, "does not follow the parameter page") {
			t.Errorf("%q: %+v", total, got)
		}
	}
}

// TestFixedParameter: a parameter in front of all paths, and headers that all calls need, are settings of the
// environment; without a value nothing is sent.
func TestFixedParameter(t *testing.T) {
	t.Parallel()
	list := func(name string) string {
		return `
  '/tenant/{tenant}/` + name + `':
    get: {parameters: [{name: X-App-Key, in: header, required: true, schema: {type: string}}], responses: {'200': {description: a, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}}
  '/tenant/{tenant}/` + name + `/{id}':
    get: {responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}
    delete: {responses: {'204': {description: a}}}`
	}
	g := importedFor(t, "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:"+list("jobs")+list("crews")+`
components: {schemas: {Thing: {type: object, properties: {id: {type: integer}, name: {type: string}}}}}
`, map[string]string{
		"GET /tenant/a%2Fb/jobs": `[{"id":1,"name":"One"}]`, "GET /tenant/a/b/jobs": `[{"id":1,"name":"One"}]`,
		"GET /tenant/a/b/jobs/1": `{"id":1,"name":"One"}`, "DELETE /tenant/a/b/jobs/1": "204!",
	})
	if got := runReal(g.variables, "", "jobs", "list"); got.code == 0 || !strings.Contains(got.err, "parameters: {tenant: VALUE}") {
		t.Errorf("without a value: %+v", got)
	}
	if shown := g.code(0, "spec", "show", "-o", "json"); !strings.Contains(shown.out, "X-App-Key") {
		t.Error("the required header is not told of")
	}
	folder := filepath.Join(g.variables["XDG_CONFIG_HOME"], "aimsio")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	settings := "environments:\n  - name: sandbox\n    url: https://sandbox.example.com\n    parameters: {tenant: a/b}\n" +
		"    headers: {X-App-Key: k1}\n    header_commands: {X-Secret: echo s3cretvalue}\n"
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	got := g.code(0, "jobs", "list", "--full", "-o", "ndjson", "--trace")
	if !strings.Contains(got.out, "One") || strings.Contains(got.err, "s3cretvalue") {
		t.Errorf("%+v", got)
	}
	g.code(0, "jobs", "delete", "1")
	g.sent("DELETE /tenant/a/b/jobs/1")
	g.mu.Lock()
	defer g.mu.Unlock()
	if header := g.header; header.Get("X-App-Key") != "k1" || header.Get("X-Secret") != "s3cretvalue" {
		t.Errorf("headers: %v", header)
	}
}
