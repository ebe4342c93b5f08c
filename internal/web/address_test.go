package web_test

import (
	"errors"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/web"
)

// TestAddress: what a record holds stands in the address as a value and never as a part of its form.
func TestAddress(t *testing.T) {
	t.Parallel()
	r, err := record.New(record.Value(`{"id":"a/../b?x#y","number":9007199254740993,"name":"Bohrung Süd & Co","at":{"site":"evil.example"},"none":null,"empty":""}`))
	if err != nil {
		t.Fatal(err)
	}
	server, err := url.Parse("https://sandbox.example:8443/rest/")
	if err != nil {
		t.Fatal(err)
	}
	for template, want := range map[string]string{
		"https://app.example/#/jobs/{id}":          "https://app.example/#/jobs/a%2F..%2Fb%3Fx%23y",
		"https://app.example/jobs/{id}":            "https://app.example/jobs/a%2F..%2Fb%3Fx%23y",
		"https://app.example/{number}?name={name}": "https://app.example/9007199254740993?name=Bohrung%20S%C3%BCd%20%26%20Co",
		"https://app.example/{at.site}/{number}":   "https://app.example/evil.example/9007199254740993",
		"/jobs/{number}":                           "https://sandbox.example:8443/jobs/9007199254740993",
		"/#/jobs/{number}":                         "https://sandbox.example:8443/#/jobs/9007199254740993",
	} {
		parsed, err := web.Parse(template)
		if err != nil {
			t.Errorf("%s: %v", template, err)
			continue
		}
		if got, err := parsed.Address(server, r); err != nil || got != want {
			t.Errorf("%s gives %q, %v; want %q", template, got, err, want)
		}
	}
	for _, field := range []string{"none", "empty", "missing", "at"} {
		parsed, err := web.Parse("https://app.example/{number}/{" + field + "}")
		if err != nil {
			t.Fatal(err)
		}
		got, err := parsed.Address(server, r)
		if empty, ok := errors.AsType[*web.EmptyError](err); !ok || empty.Field != field || got != "" {
			t.Errorf("a record without %s: %q, %v", field, got, err)
		}
	}
	demo, err := web.Parse("/jobs/{number}")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := demo.Address(&url.URL{Scheme: "demo", Host: "simulator", Path: "/"}, r); err == nil {
		t.Errorf("a server without pages: %q", got)
	}
}

// TestParseRefuses templates that are none, and those by which a record could say which site or program is opened.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, template := range []string{
		"", "{id}", "https://{id}", "https://{id}.example/x", "https://app.example{id}", "//other.example/{id}", "javascript:alert({id})",
		"file:///etc/{id}", "app.example/{id}", "https://me:secret@app.example/{id}", "https://app.example/{id", "https://app.example/{ id}", "https://app.example/{}", "https://app.example/{{id}}", "https:///{id}",
	} {
		if _, err := web.Parse(template); err == nil {
			t.Errorf("%q is taken for a template", template)
		}
	}
}

// TestFields: the fields that an address needs, in their order.
func TestFields(t *testing.T) {
	t.Parallel()
	template, err := web.Parse("https://app.example/{b}/{a.c}?again={b}")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b", "a.c", "b"}, template.Fields()); diff != "" {
		t.Error(diff)
	}
}
