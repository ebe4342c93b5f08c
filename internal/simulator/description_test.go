package simulator

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// checker holds the simulator's calls and answers against the description itself, through code
// that has nothing in common with the catalog's.
type checker struct {
	router    routers.Router
	simulator *Simulator
}

func newChecker(t *testing.T, s *Simulator) *checker {
	t.Helper()
	content, err := os.ReadFile("../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(content)
	if err != nil {
		t.Fatalf("reading the description: %v", err)
	}
	doc.Servers = nil
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatalf("reading the description: %v", err)
	}
	return &checker{router: router, simulator: s}
}

// call makes a call whose request and answer must fit the description.
func (c *checker) call(t *testing.T, method, path, body string) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	r.SetBasicAuth("u", "p")
	r.Header.Set("Content-Type", "application/json")
	route, parameters, err := c.router.FindRoute(r)
	if err != nil {
		t.Fatalf("%s %s is not in the description: %v", method, path, err)
	}
	input := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: parameters, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	}
	if err := openapi3filter.ValidateRequest(t.Context(), input); err != nil {
		t.Fatalf("%s %s: the call does not fit the description: %v\n%.2000s", method, path, err, body)
	}
	r.Body = io.NopCloser(strings.NewReader(body))
	w := httptest.NewRecorder()
	c.simulator.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("%s %s: status %d: %s", method, path, w.Code, w.Body)
	}
	answer := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: w.Code, Header: w.Header(), Body: io.NopCloser(bytes.NewReader(w.Body.Bytes())),
	}
	if err := openapi3filter.ValidateResponse(t.Context(), answer); err != nil {
		t.Fatalf("%s %s: the answer does not fit the description: %v\n%.2000s", method, path, err, w.Body)
	}
	return w.Body.String()
}

func TestAnswersFitTheDescription(t *testing.T) {
	s := start(t, Options{Jobs: 60})
	c := newChecker(t, s)
	for _, e := range builtin(t).Entities {
		t.Run(e.Name, func(t *testing.T) {
			c.call(t, http.MethodGet, pathOf(t, e, api.List), "")
			ids := guids(t, s, pathOf(t, e, api.List))
			for _, id := range ids {
				c.call(t, http.MethodGet, pathOf(t, e, api.Get)+id, "")
			}
			op, can := e.Operation(api.Create)
			if !can {
				return
			}
			whole := c.call(t, http.MethodGet, pathOf(t, e, api.Get)+ids[0], "")
			c.call(t, http.MethodPost, op.Path, `{"`+op.Wrapper+`":[`+writable(t, e, whole)+`]}`)
			c.call(t, http.MethodGet, pathOf(t, e, api.Get)+ids[0], "")
			c.call(t, http.MethodGet, pathOf(t, e, api.List), "")
		})
	}
}

func TestNewRecordsFitTheDescription(t *testing.T) {
	s := start(t, Options{Jobs: 30})
	c := newChecker(t, s)
	for _, e := range builtin(t).Entities {
		op, can := e.Operation(api.Create)
		if !can {
			continue
		}
		t.Run(e.Name, func(t *testing.T) {
			path := pathOf(t, e, api.List)
			before := guids(t, s, path)
			made := writable(t, e, get(t, s, pathOf(t, e, api.Get)+before[0]))
			for _, key := range e.Key {
				if f, has := api.Find(e.Fields, key); has && f.Type == api.String {
					made = withMember(t, made, key, `"new `+key+`"`)
				}
			}
			c.call(t, http.MethodPost, op.Path, `{"`+op.Wrapper+`":[`+made+`]}`)
			after := guids(t, s, path)
			if len(after) != len(before)+1 {
				t.Fatalf("there are %d records after the write, %d before", len(after), len(before))
			}
			c.call(t, http.MethodGet, path, "")
			c.call(t, http.MethodGet, pathOf(t, e, api.Get)+after[len(before)], "")
		})
	}
}

// withMember sets a member of an object.
func withMember(t *testing.T, object, name, value string) string {
	t.Helper()
	rec, err := record.New(record.Value(object))
	if err != nil {
		t.Fatal(err)
	}
	if rec, err = record.Set(rec, record.Path{name}, record.Value(value)); err != nil {
		t.Fatal(err)
	}
	return string(rec.Raw())
}

// writable leaves out of a record what can only be read, and its identity.
func writable(t *testing.T, e *api.Entity, whole string) string {
	t.Helper()
	fields := slices.DeleteFunc(slices.Clone(e.Fields), func(f api.Field) bool { return f.Name == e.GUID })
	return writableOf(fields, []byte(whole))
}

func writableOf(fields []api.Field, object record.Value) string {
	var kept []string
	for name, value := range record.Members(object) {
		f, has := api.Find(fields, name)
		if !has || f.ReadOnly || string(value) == "null" {
			continue
		}
		if f.Type == api.Array && len(f.Fields) > 0 {
			var elements []string
			for element := range record.Elements(value) {
				elements = append(elements, writableOf(f.Fields, element))
			}
			value = record.Value("[" + strings.Join(elements, ",") + "]")
		}
		kept = append(kept, `"`+name+`":`+string(value))
	}
	return "{" + strings.Join(kept, ",") + "}"
}
