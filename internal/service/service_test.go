package service_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// Each call carries the parameters of its verb, and no other.
func TestParametersOfCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		var asked []string
		b.wire.instead = func(_ int, r *http.Request) *http.Response {
			asked = append(asked, r.Method+" "+r.URL.RawQuery)
			return says(200, `[]`)
		}
		changes := func(yield func(service.Change, error) bool) {
			yield(service.Change{Line: 2, Key: "a", HasKey: true, Body: object(t, `{"employeeCode":"a"}`)}, nil)
		}
		with := *b
		with.Service = b.With(service.Parameters{api.List: {"l": {"1", "2"}}, api.Get: {"g": {"ö"}}, api.Create: {"c": {""}}})
		for _, of := range []*bench{b, &with} {
			_ = of.ids(t, "employees")
			_, _ = of.Get(t.Context(), of.entity(t, "employees"), "x")
			of.write(t.Context(), t, changes, service.WriteOptions{})
		}
		if got, want := strings.Join(asked, ", "), "GET , GET , POST , GET l=1&l=2, GET g=%C3%B6, POST c="; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// An answer that is not the record says so, with what the server said in it, and is no record.
func TestGetSaysWhatCameInstead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		b.wire.instead = func(int, *http.Request) *http.Response {
			return says(200, `{"error":{"message":"no pass word\u0007 for you"}}`)
		}
		_, err := b.Get(t.Context(), b.entity(t, "joborders"), "g 1")
		var failed *client.Error
		if !errors.As(err, &failed) || failed.Kind != client.NotAsked || failed.Status != 200 || failed.Tries != 1 ||
			!strings.HasSuffix(failed.Request, "/"+url.PathEscape("g 1")) {
			t.Fatalf("got %#v", err)
		}
		if want := "it has no jobGuid; it says: no •••␇ for you"; !strings.HasSuffix(failed.Message, want) {
			t.Errorf("%q does not end in %q", failed.Message, want)
		}
	})
}

// An error in the place of an entry ends the list; it is no entry that could be counted, or missed.
func TestAnErrorAmongTheEntries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		b.wire.instead = func(int, *http.Request) *http.Response {
			return says(200, `[{"guid":"a"},{"status":500,"message":"`+strings.Repeat("long ", 100)+`"},{"guid":"b"}]`)
		}
		index, err := b.Index(t.Context(), b.entity(t, "joborders"))
		if err != nil {
			t.Fatal(err)
		}
		defer index.Close()
		var errs []error
		for _, err := range index.Entries() {
			errs = append(errs, err)
		}
		if len(errs) != 2 || errs[0] != nil || !strings.Contains(errs[1].Error(), ": entry 2 of the list of joborders is none, but an error: {") || len(errs[1].Error()) > 350 {
			t.Errorf("got %v", errs)
		}
		if failed, ok := errors.AsType[*client.Error](errs[1]); !ok || failed.Kind != client.NotAsked || failed.Status != http.StatusOK {
			t.Errorf("it is %#v", errs[1])
		}
		if index.Calls() != 1 {
			t.Errorf("%d calls", index.Calls())
		}
	})
}
