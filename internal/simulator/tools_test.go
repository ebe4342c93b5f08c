package simulator

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// builtin gives the catalog that the program carries.
func builtin(t testing.TB) *api.Catalog {
	t.Helper()
	return api.Builtin()
}

func start(t testing.TB, o Options) *Simulator {
	t.Helper()
	if o.Catalog == nil {
		o.Catalog = builtin(t)
	}
	s, err := New(o)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return s
}

// call makes one call without a connection.
func call(t testing.TB, s *Simulator, method, path, body string) (int, string) {
	t.Helper()
	answer := callFor(s, method, path, body)
	return answer.Code, answer.Body.String()
}

func callFor(s *Simulator, method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.SetBasicAuth("u", "p")
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// get makes a call that must succeed.
func get(t testing.TB, s *Simulator, path string) string {
	t.Helper()
	status, body := call(t, s, http.MethodGet, path, "")
	if status != http.StatusOK {
		t.Fatalf("GET %s: status %d: %s", path, status, body)
	}
	return body
}

func post(t testing.TB, s *Simulator, path, body string) string {
	t.Helper()
	status, answer := call(t, s, http.MethodPost, path, body)
	if status != http.StatusOK {
		t.Fatalf("POST %s: status %d: %s", path, status, answer)
	}
	return answer
}

type object map[string]any

func decode[T any](t testing.TB, text string) T {
	t.Helper()
	var v T
	decoder := jsontext.NewDecoder(strings.NewReader(text))
	if err := json.UnmarshalDecode(decoder, &v, json.WithUnmarshalers(json.UnmarshalFromFunc(numberAsText))); err != nil {
		t.Fatalf("not JSON as expected: %v: %.300s", err, text)
	}
	return v
}

// numberAsText keeps the digits of numbers.
func numberAsText(d *jsontext.Decoder, v *any) error {
	if d.PeekKind() != jsontext.KindNumber {
		return errors.ErrUnsupported
	}
	raw, err := d.ReadValue()
	*v = string(raw)
	return err
}

// guids gives the identities of an index.
func guids(t testing.TB, s *Simulator, path string) []string {
	t.Helper()
	stubs := decode[[]object](t, get(t, s, path))
	list := make([]string, 0, len(stubs))
	for _, stub := range stubs {
		id, has := stub["guid"].(string)
		if !has {
			id, _ = stub["id"].(string)
		}
		list = append(list, id)
	}
	return list
}

func pathOf(t testing.TB, e *api.Entity, verb api.Verb) string {
	t.Helper()
	op, has := e.Operation(verb)
	if !has {
		t.Fatalf("%s has no operation %s", e.Name, verb)
	}
	path, _, _ := strings.Cut(op.Path, "{")
	return path
}

// base is where the built-in description has its paths.
const base = "/rest/api/standard/v1/"
