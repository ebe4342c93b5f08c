package spec

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

const smallDescription = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\n"

// site gives what is read of a documentation site with some answers, and what was said and called on the way.
func site(t *testing.T, answers ...http.HandlerFunc) (got specSource, said, called []string, err error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != "" || r.Method != http.MethodGet {
			t.Errorf("%s %s", r.Method, r.Header)
		}
		called = append(called, r.URL.Path)
		answers[min(len(called), len(answers))-1](w, r)
	}))
	t.Cleanup(server.Close)
	from := from("", map[string]string{
		vendorVariable: server.URL + "/", "AIMSIO_PASSWORD": "secret", "AIMSIO_USERNAME": "me",
	})
	got, err = from.vendor(t.Context(), func(format string, args ...any) {
		said = append(said, strings.ReplaceAll(fmt.Sprintf(format, args...), server.URL, "SITE"))
	})
	got.origin = strings.ReplaceAll(got.origin, server.URL, "SITE")
	return got, said, called, err
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestTheVendorsDescriptionIsFound(t *testing.T) {
	t.Parallel()
	got, said, called, err := site(t, answer(404, ""), answer(200, "<!doctype html><p>Sign in"), answer(200, smallDescription))
	if err != nil || string(got.content) != smallDescription || got.origin != "SITE/_bundle/aimsio_api/index.yaml" {
		t.Errorf("%+v, %v", got, err)
	}
	want := []string{
		"note: SITE/_bundle/aimsio_api.yaml: answered 404 Not Found",
		"note: SITE/_bundle/aimsio_api.json: line 1: it is HTML or XML, not OpenAPI; download the OpenAPI file itself, in JSON or YAML",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(called, api.VendorDescriptions()) {
		t.Errorf("called %q", called)
	}
	if _, said, called, err := site(t, answer(200, smallDescription)); err != nil || len(said) > 0 || len(called) != 1 {
		t.Errorf("%q, %q, %v", said, called, err)
	}
}

// TestTheVendorsDescriptionIsNotFound whatever the site answers: what was tried is told, and how it is done by hand.
func TestTheVendorsDescriptionIsNotFound(t *testing.T) {
	t.Parallel()
	away := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://example.com/login", http.StatusFound)
	}
	for name, test := range map[string]struct {
		answers []http.HandlerFunc
		kind    fail.Kind
		says    []string
	}{
		"none":       {[]http.HandlerFunc{answer(404, "")}, fail.NotFound, []string{"aimsio_api.yaml: answered 404 Not Found; ", "aimsio_api.json: ", "aimsio_api/index.yaml: "}},
		"a login":    {[]http.HandlerFunc{answer(401, ""), answer(403, "")}, fail.NotFound, []string{"answered 401 Unauthorized", "answered 403 Forbidden"}},
		"HTML":       {[]http.HandlerFunc{answer(200, "<html>")}, fail.NotFound, []string{"it is HTML or XML"}},
		"wrong YAML": {[]http.HandlerFunc{answer(200, "a: [")}, fail.NotFound, []string{"neither JSON nor YAML"}},
		"other YAML": {[]http.HandlerFunc{answer(200, "a: b")}, fail.NotFound, []string{`does not say "openapi: 3…"`}},
		"empty":      {[]http.HandlerFunc{answer(200, "")}, fail.NotFound, []string{"it is empty"}},
		"elsewhere":  {[]http.HandlerFunc{away}, fail.Unreachable, []string{"only https is fetched"}},
	} {
		_, said, called, err := site(t, test.answers...)
		if err == nil || cmdkit.KindOf(err) != test.kind || len(said) > 0 || len(called) != 3 {
			t.Errorf("%s: kind %v, %q, %q, %v", name, cmdkit.KindOf(err), said, called, err)
			continue
		}
		for _, want := range test.says {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if !strings.Contains(fail.HintOf(err), "aimsio spec import FILE") {
			t.Errorf("%s: hint %q", name, fail.HintOf(err))
		}
	}
	_, err := from("", map[string]string{vendorVariable: "http://example.com"}).vendor(t.Context(), nil)
	if cmdkit.KindOf(err) != fail.Usage {
		t.Errorf("without TLS: %v", err)
	}
}
