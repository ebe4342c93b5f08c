package scrub

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	known := func(text string) string { return strings.ReplaceAll(text, "hunter2", Hidden) }
	for body, want := range map[string][]jsontext.Pointer{
		``: nil, `{}`: nil, `{ "a" : [ 1, 2.50 ] }`: nil,
		`{"a":"***","password":"***"}`:                           nil, // as it came
		`{"a":1,"userPassword":"x"}`:                             {"/userPassword"},
		`{"a":{"token":{"x":"1","y":null}}, "b~/c":"hunter2"}`:   {"/a/token/x", "/b~0~1c"},
		`[{"n":"a"},{"note":"my hunter2"},7]`:                    {"/1/note"},
		`{"hunter2":1,"b":2}`:                                    {"/***"},
		`{"headers":[{"name":"Authorization","value":"Basic"}]}`: {"/headers/0/value"},
		`token=hunter2`:                                          {""}, `no JSON`: nil, `"hunter2"`: {""},
	} {
		scrubbed := Body(jsontext.Value(body), known)
		if got := Places(jsontext.Value(body), scrubbed); !slices.Equal(got, want) {
			t.Errorf("of %s, which became %s: %q, want %q", body, scrubbed, got, want)
		}
	}
}
