package example_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/example"
)

// TestWhatCreateAccepts: a template names its record, brings an identifier only where that is required, and fills what is
// required.
func TestWhatCreateAccepts(t *testing.T) {
	t.Parallel()
	made := func(e api.Entity, fields ...api.Field) string {
		e.Operations = []api.Operation{{Verb: api.Create, Fields: fields}}
		return string(example.Record(&e, api.Create))
	}
	text := func(name, format string, required bool) api.Field {
		return api.Field{Name: name, Type: api.String, Format: format, Required: required}
	}
	for name, test := range map[string]struct{ got, want string }{
		"the server's own":    {made(api.Entity{GUID: "id"}, text("id", "uuid", false), text("note", "", false)), `{"note":""}`},
		"the caller's own":    {made(api.Entity{GUID: "code", Key: []string{"name"}}, text("code", "", true), text("name", "", false)), `{"code":"text","name":"text"}`},
		"a key":               {made(api.Entity{GUID: "id", Key: []string{"code", "name"}}, text("code", "", false), text("name", "", true)), `{"code":"","name":"text"}`},
		"formats":             {made(api.Entity{}, text("a", "uri", true), text("b", "binary", true), text("c", "base64", true)), `{"a":"https://example.com/","b":"text","c":""}`},
		"of any kind, needed": {made(api.Entity{}, api.Field{Name: "a", Type: api.Any, Required: true}), `{"a":"text"}`},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
