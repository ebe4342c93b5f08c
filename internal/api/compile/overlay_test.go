package compile

import (
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/overlay"
)

const correctable = `openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /Thing:
    get: {responses: {'200': {description: a, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}}
  /Thing/{number}:
    get: {responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}
    x-aimsio-kee: oops
components: {schemas: {Thing: {type: object, properties: {no: {type: string}, title: {type: string}}}}}
`

func corrected(t *testing.T, o Options, actions string) (*api.Catalog, error) {
	t.Helper()
	o.Overlays = []overlay.File{{Name: "fix.yaml", Content: []byte("overlay: 1.0.0\ninfo: {title: a, version: '1'}\nactions:\n" + actions)}}
	return With([]byte(correctable), o)
}

func TestWordsInOverlays(t *testing.T) {
	t.Parallel()
	names := []api.Naming{{Path: "/Thing", Name: "earlier"}}
	c, err := corrected(t, Options{Names: names}, `  - target: $.paths['/Thing'].get
    update: {x-aimsio-name: Stuff, x-aimsio-identifier: no, x-aimsio-key: title, x-aimsio-status: nonesuch, x-aimsio-columns: [title, no]}
`)
	if err != nil {
		t.Fatal(err)
	}
	e := c.Entities[0]
	if e.Name != "stuff" || e.GUID != "no" || !slices.Equal(e.Key, []string{"title"}) || !slices.Equal(e.Columns, []string{"title", "no"}) || e.KeySure {
		t.Errorf("%+v", e)
	}
	if _, has := e.Operation(api.Get); !has {
		t.Error("what names a record is said, and getting one is left out")
	}
	var warned []string
	for _, note := range c.Notes {
		if note.Warning {
			warned = append(warned, note.What+" "+note.Value)
		}
	}
	if !slices.Equal(warned, []string{"word x-aimsio-kee", "x-aimsio-status nonesuch"}) {
		t.Errorf("warnings: %q", warned)
	}
}

// TestLinesAreThoseOfTheFile, though the description was written anew.
func TestLinesAreThoseOfTheFile(t *testing.T) {
	t.Parallel()
	_, err := corrected(t, Options{}, "  - target: $.components.schemas.Thing.properties\n    update: {no: {x-aimsio-certainty: perhaps}, more: {x-aimsio-certainty: perhaps}}\n")
	if err == nil || !strings.Contains(err.Error(), "(line 5)") || !strings.Contains(err.Error(), "(line 7)") {
		t.Errorf("%v", err)
	}
}

// TestAnIdentifierThatIsNone gives no path that a record would be sent to.
func TestAnIdentifierThatIsNone(t *testing.T) {
	t.Parallel()
	c, err := corrected(t, Options{}, "  - target: $.paths['/Thing'].get\n    update: {x-aimsio-identifier: nonesuch}\n")
	if err != nil {
		t.Fatal(err)
	}
	if _, has := c.Entities[0].Operation(api.Get); has || c.Entities[0].GUID != "" {
		t.Errorf("%+v", c.Entities[0])
	}
}

func TestNameInThePlaceOfARows(t *testing.T) {
	t.Parallel()
	rows := []api.Presentation{{Resource: "Thing", Name: "things", Title: "thing"}, {Resource: "Other", Name: "others"}}
	for said, want := range map[string]string{"gadgets": "gadgets", "others": "things", "api": "things"} {
		c, err := corrected(t, Options{Rows: rows, Reserved: []string{"api"}}, "  - target: $.paths['/Thing'].get\n    update: {x-aimsio-name: "+said+"}\n")
		if err != nil {
			t.Fatal(err)
		}
		if c.Entities[0].Name != want {
			t.Errorf("%s: %s", said, c.Entities[0].Name)
		}
		told := slices.ContainsFunc(c.Notes, func(n api.Note) bool { return n.Warning && n.What == "x-aimsio-name" })
		if told == (want == said) {
			t.Errorf("%s: %+v", said, c.Notes)
		}
	}
}

// TestExplanations say of every decision from what it came, and only where they are asked for.
func TestExplanations(t *testing.T) {
	t.Parallel()
	action := "  - target: $.paths['/Thing'].get\n    update: {x-aimsio-identifier: no}\n"
	c, err := corrected(t, Options{Explain: true}, action)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, note := range c.Notes {
		told[note.What] = note.Value + ": " + note.From
	}
	for what, want := range map[string]string{
		"identifier": "no: x-aimsio-identifier", "resource": "Thing: the last step of /Thing", "list": "GET /Thing: a GET without", "get": "GET /Thing/{number}: a GET whose",
		"status": "none: ", "pages of list": "none: ", "columns": "no, title: ",
	} {
		if !strings.HasPrefix(told[what], want) {
			t.Errorf("%s: %q", what, told[what])
		}
	}
	if c, err = corrected(t, Options{}, action); err != nil || slices.ContainsFunc(c.Notes, func(n api.Note) bool { return n.Explains }) {
		t.Errorf("nobody asked for them: %v", err)
	}
}
