package test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// withRecord makes a description of one entity whose record has these properties, with more schemas.
func withRecord(properties, schemas string) string {
	return `openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /Thing:
    get: {responses: {'200': {description: b, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}}
  /Thing/{id}:
    get: {responses: {'200': {description: b, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}
components:
  schemas:
    Thing: {type: object, properties: {id: {type: string}, ` + properties + `}}
` + schemas
}

// deep nests a schema so many levels.
func deep(levels int) string {
	return "a: " + strings.Repeat("{type: object, properties: {a: ", levels) + "{type: string}" + strings.Repeat("}}", levels)
}

// aliases stands for ten to the power of so many values.
func aliases(levels int) string {
	var out strings.Builder
	out.WriteString("x-0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n")
	for i := range levels {
		fmt.Fprintf(&out, "x-%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 10), ", "))
	}
	return out.String()
}

// wide makes schemas of which each has the next one ten times.
func wide(levels int) string {
	var out strings.Builder
	for i := range levels {
		fmt.Fprintf(&out, "    L%d: {type: object, properties: {", i)
		for j := range 10 {
			fmt.Fprintf(&out, "p%d: {$ref: '#/components/schemas/L%d'},", j, i+1)
		}
		out.WriteString("}}\n")
	}
	fmt.Fprintf(&out, "    L%d: {type: string}\n", levels)
	return out.String()
}

// TestHostileDescriptions: whatever file is given, the answer is a result or an error that says what is
// wrong where, soon, and after an error nothing has changed.
func TestHostileDescriptions(t *testing.T) {
	t.Parallel()
	const ok = ""
	tests := []struct{ name, text, want string }{
		{"cycle in itself", withRecord("a: {$ref: '#/components/schemas/Thing'}", ""), ok},
		{"cycle of two", withRecord("a: {$ref: '#/components/schemas/B'}", "    B: {properties: {b: {$ref: '#/components/schemas/Thing'}}}\n"), ok},
		{"cycle of parts", withRecord("a: {allOf: [{$ref: '#/components/schemas/B'}]}", "    B: {anyOf: [{$ref: '#/components/schemas/B'}]}\n"), ok},
		{"reference to itself", withRecord("a: {$ref: '#/components/schemas/B'}", "    B: {$ref: '#/components/schemas/B'}\n"), ok},
		{"path item in a circle", "openapi: 3.0.3\npaths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}\n", "lead round in a circle"},
		{"200 levels", withRecord(deep(200), ""), ok},
		{"2000 levels", withRecord(deep(2000), ""), ok},
		{"20000 levels", withRecord(deep(20_000), ""), "line 10: exceeded max depth"},
		{"missing schema", withRecord("a: {$ref: '#/components/schemas/Nowhere'}", ""), ok},
		{"another file", withRecord("a: {$ref: 'other.yaml#/a'}", ""), "it refers to another file, other.yaml, which is not followed"},
		{"another host", withRecord("a: {$ref: 'https://example.com/a.yaml'}", ""), "https://example.com/a.yaml, which is not followed"},
		{"a file of the machine", withRecord("a: {$ref: 'file:///etc/passwd'}", ""), "which is not followed"},
		{"double operation", withRecord("", "") + "x-a: {operationId: a}\nx-b: {operationId: a}\n", ok},
		{"alternatives", withRecord("a: {oneOf: [{type: string}, {type: integer}]}, b: {anyOf: [{type: object, properties: {c: {}}}], nullable: true}", ""), ok},
		{"nothing but names", withRecord("a: {}, b: true, c: {type: []}", ""), ok},
		{"extensions", withRecord("a: {type: string, x-a: {b: [c]}}", "") + "x-vendor: {a: 1}\n", ok},
		{"a schema that is none", withRecord("a: 3", ""), "line 10: a schema is expected, not a single value"},
		{"an operation that is none", "openapi: 3.0.3\npaths:\n  /a:\n    get: 3\n", "GET /a (line 4): an operation is expected"},
		{"paths that are none", "openapi: 3.0.3\npaths: [1]\n", `line 2: "paths" is a list`},
		{"Swagger 2.0", "swagger: '2.0'\ninfo: {title: a}\npaths: {}\n", "version 2.0 of the format is not read, only OpenAPI 3: convert it first, with"},
		{"OpenAPI 4", "openapi: 4.0.0\npaths: {}\n", "only OpenAPI 3.0 and 3.1"},
		{"HTML", "<!DOCTYPE html><html><body>Sign in</body></html>", "it is HTML or XML"},
		{"nothing", "", "line 1: it is empty"},
		{"blanks", " \n\t\n", "line 1: it is empty"},
		{"garbage", "\x00\x01\x02\xff\xfe", "it is no text"},
		{"other garbage", "\x89PNG\r\n\x1a\n\xff", "it is not an OpenAPI file"},
		{"half a JSON", `{"openapi": "3.0.3", "paths": {`, "it is not JSON: line 1"},
		{"a text", "hello", "it does not say"},
		{"a bomb of aliases", withRecord("", "") + aliases(12), ok},
		{"a bomb of aliases in a schema", withRecord("", "") + "x-a: &a {type: object, properties: {b: {type: string}}}\nx-b: &b {allOf: [*a, *a, *a, *a, *a, *a, *a, *a]}\n", ok},
		{"an alias of itself", "openapi: 3.0.3\npaths: &a {/a: *a}\n", "stands inside of what it stands for"},
		{"a bomb of references", withRecord("a: {$ref: '#/components/schemas/L0'}", wide(12)), ok},
		{"no records", "openapi: 3.0.3\npaths: {/a: {get: {responses: {'200': {description: b}}}}}\n", "none of its 1 operations lists, gets or writes records: its answer is not described as JSON (1)"},
		{"strange names", withRecord(`"a.b": {type: string}, "": {type: string}, "é %s \e[31m": {type: string}`, ""), ok},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			variables := demoVariables(t)
			file := filepath.Join(t.TempDir(), "file.yaml")
			if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			got := runReal(variables, "", "spec", "import", file)
			if took := time.Since(began); took > time.Minute {
				t.Errorf("it took %s", took)
			}
			kept := filepath.Join(variables["XDG_STATE_HOME"], "aimsio", "spec")
			_, err := os.Stat(kept)
			switch {
			case test.want == ok && got.code != 0:
				t.Errorf("%+v", got)
			case test.want == ok:
				if list := runReal(variables, "", "things", "list", "--full", "--limit", "2", "-o", "json"); list.code != 0 {
					t.Errorf("what was imported cannot be used: %+v", list)
				}
			case got.code != 5 || !strings.Contains(got.err, test.want) || !strings.Contains(got.err, "nothing was changed"):
				t.Errorf("want an error with %q: %+v", test.want, got)
			case err == nil:
				t.Error("something was kept")
			}
		})
	}
}

// TestReferencesElsewhere: a description is one file. One that refers to another, wherever that is, is refused
// with what makes one file of it; nothing else is opened or fetched, and nothing is kept.
func TestReferencesElsewhere(t *testing.T) {
	t.Parallel()
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/spec.yaml" {
			t.Errorf("%s was fetched", r.URL.Path)
		}
		_, _ = w.Write([]byte(withRecord("a: {$ref: 'schemas/b.yaml#/B'}", "")))
	})
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("b.yaml", "B: {type: object, properties: {c: {type: integer}}}\n")
	tests := []struct{ name, source, names string }{
		{"beside", write("near.yaml", withRecord("a: {$ref: 'b.yaml#/B'}", "")), "b.yaml"},
		{"itself by its name", write("own.yaml", withRecord("a: {$ref: 'own.yaml#/components/schemas/Thing'}", "")), "own.yaml"},
		{"over the network", write("far.yaml", withRecord("a: {$ref: '"+server+"/b.yaml#/B'}", "")), server + "/b.yaml"},
		{"beside one from the network", server + "/spec.yaml", "schemas/b.yaml"},
		{"a file of the machine", write("any.yaml", withRecord("a: {$ref: 'file:///etc/passwd'}", "")), "file:///etc/passwd"},
		{"a whole path", write("path.yaml", "openapi: 3.0.3\npaths: {/Thing: {$ref: 'b.yaml#/Thing'}}\n"), "b.yaml"},
		{"where nothing reads it", write("unread.yaml", withRecord("a: {type: string}", "")+"x-a: {$ref: 'b.yaml'}\n"), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			variables := demoVariables(t)
			for _, verb := range []string{"diff", "import"} {
				got := runReal(variables, "", "spec", verb, test.source)
				if test.names == "" {
					if got.code != 0 && got.code != 8 {
						t.Errorf("%s: %+v", verb, got)
					}
					continue
				}
				if got.code != 5 || got.out != "" || !strings.Contains(got.err, "it refers to another file, "+test.names+", which is not followed") || !strings.Contains(got.err, ": nothing was changed\n") ||
					!strings.Contains(got.err, "bundle it into one file first, with `npx @redocly/cli bundle FILE -o bundled.yaml` or the like") {
					t.Errorf("%s: %+v", verb, got)
				}
			}
			_, err := os.Stat(filepath.Join(variables["XDG_STATE_HOME"], "aimsio", "spec"))
			if (err == nil) != (test.names == "") {
				t.Errorf("kept: %v", err)
			}
		})
	}
}

// TestSpecFromURL: a description is fetched without credentials, over https or from this machine.
func TestSpecFromURL(t *testing.T) {
	t.Parallel()
	good := withRecord("a: {type: string}", "")
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/good":
			_, _ = w.Write([]byte(good))
		case "/moved":
			http.Redirect(w, r, "/good", http.StatusFound)
		case "/out":
			http.Redirect(w, r, "http://example.com/good", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/login":
			w.WriteHeader(http.StatusForbidden)
		default:
			_, _ = w.Write([]byte("<html></html>"))
		}
	})
	for _, test := range []struct {
		source string
		code   int
		want   string
	}{
		{server + "/good", 0, "it is in use now"},
		{server + "/moved", 0, "it is in use now"},
		{server + "/out", 7, "only https is fetched"},
		{server + "/round", 7, "redirects more than 5 times"},
		{server + "/login", 7, "403 Forbidden"},
		{server + "/page", 5, "it is HTML"},
		{"http://example.com/spec", 2, "only https is fetched"},
		{"https://me:secret@example.com/spec", 2, "a user name in an address is not sent"},
		{"no-such-file.yaml", 2, "there is no file no-such-file.yaml"},
		{t.TempDir(), 2, "is a folder"},
	} {
		got := runReal(demoVariables(t), "", "spec", "import", test.source)
		if got.code != test.code || !strings.Contains(got.err, test.want) {
			t.Errorf("%s: %+v", test.source, got)
		}
	}
	got := runReal(demoVariables(t), good, "spec", "import", "-", "-o", "json")
	var rows []map[string]string
	if err := json.Unmarshal([]byte(got.out), &rows); err != nil || got.code != 0 || len(rows) == 0 {
		t.Errorf("from standard input: %v %+v", err, got)
	}
}
