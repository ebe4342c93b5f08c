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
	r := read(t, `{"id":"a/../b?x=1#y&z+%41","number":9007199254740993,"name":"Bohrung Süd & Co","at":{"site":"evil.example"},"yes":true}`)
	server := parsed(t, "https://sandbox.example:8443/rest/")
	const id = "a%2F..%2Fb%3Fx%3D1%23y%26z%2B%2541"
	for template, want := range map[string]string{
		"https://app.example/#/jobs/{id}":           "https://app.example/#/jobs/" + id,
		"https://app.example/jobs/{id}":             "https://app.example/jobs/" + id,
		"HTTPS://[::1]:8443/my jobs/{id}/é?q={id}&": "https://[::1]:8443/my%20jobs/" + id + "/%C3%A9?q=" + id + "&",
		"https://app.example/#/über|{id}|%20":       "https://app.example/#/%C3%BCber%7C" + id + "%7C%20",
		"https://app.example/{number}?name={name}":  "https://app.example/9007199254740993?name=Bohrung%20S%C3%BCd%20%26%20Co",
		"https://app.example/{at.site}/{number}":    "https://app.example/evil.example/9007199254740993",
		"https://app.example/a.b/..{yes}":           "https://app.example/a.b/..true",
		"/jobs/{number}":                            "https://sandbox.example:8443/jobs/9007199254740993",
		"/#/jobs/{number}":                          "https://sandbox.example:8443/#/jobs/9007199254740993",
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
}

// TestAddressRefuses a value that is none, and one that would lead to another page.
func TestAddressRefuses(t *testing.T) {
	t.Parallel()
	r := read(t, `{"number":1,"none":null,"empty":"","blank":" \t","list":[1],"object":{},"dot":".","dots":".."}`)
	for field, template := range map[string]string{
		"none": "/{none}", "empty": "/{number}/{empty}", "blank": "/{blank}", "missing": "/{missing}", "list": "/{list}", "object": "/{object}",
		"dot": "/jobs/{dot}/edit", "dots": "/#/jobs/{dots}",
	} {
		parsed, err := web.Parse("https://app.example" + template)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parsed.Address(nil, r)
		if wrong, ok := errors.AsType[*web.ValueError](err); !ok || wrong.Field != field || got != "" {
			t.Errorf("%s: %q, %v", template, got, err)
		}
	}
	split, err := web.Parse("/jobs/.{dot}/{number}")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := split.Address(parsed(t, "https://server.example/"), r); err == nil {
		t.Errorf("dots that come together: %q", got)
	}
	if got, err := split.Address(parsed(t, "demo://simulator/"), r); err == nil || split.CheckServer(parsed(t, "demo://simulator/")) == nil {
		t.Errorf("a server without pages: %q", got)
	}
}

// TestParseRefuses templates that are none, and those by which a record could say which site or program is opened.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, template := range []string{
		"", "{id}", "https://{id}", "https://{id}.example/x", "https://app.example{id}", "https://app.example?id={id}", "//other.example/{id}", "//{id}", "//{id}/x",
		"//@{id}", "///{id}", `/\{id}`, `\{id}`, "javascript:alert({id})", "file:///etc/{id}", "app.example/{id}", "https://me:secret@app.example/{id}",
		"https://app.example/{id", "https://app.example/id}", "https://app.example/{id}}", "https://app.example/{ id}", "https://app.example/{}",
		"https://app.example/{{id}}", "https:///{id}", "https://app.example/jobs", "https://app.example/{id}/100%", "https://app.example/../{id}",
		"https://app.example/%2E%2e/{id}", "https://app.example\n/{id}",
	} {
		if _, err := web.Parse(template); err == nil {
			t.Errorf("%q is taken for a template", template)
		}
	}
}

func read(t *testing.T, object string) record.Record {
	t.Helper()
	r, err := record.New(record.Value(object))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func parsed(t *testing.T, address string) *url.URL {
	t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return at
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
