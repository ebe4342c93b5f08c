package overlay

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func actions(list string) File {
	return File{Name: "fix.yaml", Content: []byte("overlay: 1.0.0\ninfo: {title: a, version: '1'}\nactions:\n" + list)}
}

const description = `openapi: 3.0.3
paths:
  /things/{id}:
    get: {summary: one, tags: [a]}
    delete: {summary: gone}
version: "1.10"
`

func TestApply(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files  []File
		has    []string
		hasNot string
	}{
		"merges, and a list grows": {
			[]File{actions("  - target: $.paths['/things/{id}'].get\n    update: {x-aimsio-name: folk, tags: [b]}\n")},
			[]string{"x-aimsio-name: folk", "summary: one", "a, b", `version: "1.10"`}, "",
		},
		"removes": {[]File{actions("  - target: $.paths[*].delete\n    remove: true\n")}, []string{"summary: one"}, "gone"},
		"in their order": {
			[]File{actions("  - target: $.info\n    remove: true\n  - target: $\n    update: {info: {title: first}}\n"), actions("  - target: $.info\n    update: {title: second}\n")},
			[]string{"title: second"}, "first",
		},
		"version 1.1": {
			[]File{{"new.json", []byte(`{"overlay":"1.1.0","info":{"title":"\ud83d\ude00","version":"1"},"actions":[{"target":"$.paths['/things/{id}'].get","update":{"summary":"\ud83d\ude00"}}]}`)}},
			[]string{`"\U0001F600"`}, "summary: one",
		},
		"none": {nil, []string{"summary: one"}, "nothing"},
		"a text becomes a number": {
			[]File{actions("  - target: $.version\n    update: 2\n")}, []string{"version: 2"}, `"1.10"`,
		},
		"copies what stood there before": {
			[]File{actions("  - target: $.paths['/things/{id}']\n    copy: $.paths['/things/{id}'].get\n")},
			[]string{"summary: one, tags: [a]}\n", "    summary: one", "delete: {summary: gone}"}, "a, a",
		},
		"one element of a list": {
			[]File{actions("  - target: $.paths['/things/{id}'].get.tags\n    update: b\n"), actions("  - target: $..tags[0]\n    remove: true\n")},
			[]string{"tags: [b]"}, "a, b",
		},
		"from a JSON overlay, into each of several places": {
			[]File{{"new.json", []byte(`{"overlay":"1.0.0","info":{"title":"a","version":"1"},"actions":[{"target":"$.paths[*][*]","update":{"n":10.10,"z":null,"yes":true,"l":[1,{}]}}]}`)}},
			[]string{"n\": 10.10", "get", "delete"}, "1.0.0",
		},
		"aliases are written out": {
			[]File{actions("  - target: $.paths['/things/{id}'].get\n    update: {x: &a {b: c}, y: *a}\n")}, []string{"y: {b: c}"}, "*a",
		},
	} {
		got, _, err := Apply([]byte(description), test.files)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range test.has {
			if !strings.Contains(string(got), want) {
				t.Errorf("%s: there is no %q in\n%s", name, want, got)
			}
		}
		if test.hasNot != "" && strings.Contains(string(got), test.hasNot) {
			t.Errorf("%s: there is %q in\n%s", name, test.hasNot, got)
		}
	}
}

// TestJSONWithPairsOfEscapes is read although YAML has no such pairs.
func TestJSONWithPairsOfEscapes(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 5000)
	got, idle, err := Apply([]byte("\xef\xbb\xbf"+`{"openapi":"3.1.0","`+long+`":"a\tb \ud83d\ude00 \u0007"}`), []File{actions("  - target: $.openapi\n    update: 3.0.3\n")})
	if err != nil || len(idle) > 0 || !strings.Contains(string(got), "3.0.3") || !strings.Contains(string(got), long) {
		t.Errorf("%v %v %.100s", err, idle, got)
	}
}

func TestWhatChangesNothingIsTold(t *testing.T) {
	t.Parallel()
	_, idle, err := Apply([]byte(description), []File{
		actions("  - target: $.path\n    remove: true\n  - target: $.paths\n"), actions("  - target: $.paths['/thing'].get\n    update: {a: b}\n"),
	})
	want := []Idle{
		{"fix.yaml", "$.path", 4, "nothing in the description matches its target, so it changed nothing"},
		{"fix.yaml", "$.paths", 6, `it has neither "update" nor "remove", so it changed nothing`},
		{"fix.yaml", "$.paths['/thing'].get", 4, "nothing in the description matches its target, so it changed nothing"},
	}
	if diff := cmp.Diff(want, idle); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func TestWhatIsNoOverlay(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ content, says string }{
		"empty":         {"", `it does not say "overlay: 1…" at its top`},
		"a list":        {"- a\n", `it does not say "overlay: 1…" at its top`},
		"a description": {description, `it does not say "overlay: 1…" at its top`},
		"no YAML":       {"a: [", "it is neither JSON nor YAML"},
		"a new version": {"overlay: 2.0.0\ninfo: {title: a, version: '1'}\nactions: [{target: $, remove: true}]\n", "version"},
		"no actions":    {"overlay: 1.0.0\ninfo: {title: a, version: '1'}\n", "action"},
		"no title":      {"overlay: 1.0.0\nactions: [{target: $, remove: true}]\n", `no "title"`},
		"no target":     {string(actions("  - remove: true\n").Content), "line 4: the action has no target"},
		"by reference":  {string(actions("  - target: $\n    $ref: '#/components/actions/a'\n").Content), "line 4: target $: actions by \"$ref\" are not read"},
		"in itself":     {string(actions("  - target: $\n    update: &x {a: *x}\n").Content), "stands inside of what it stands for"},
		"no list":       {"overlay: 1.0.0\ninfo: {title: a, version: '1'}\nactions: {target: $}\n", "it is not an OpenAPI Overlay"},
		"copies many":   {string(actions("  - target: $.paths\n    copy: $.paths[*][*]\n").Content), "line 4: target $.paths: copy $.paths[*][*]: it matches 2 places, not one"},
		"within":        {string(actions("  - target: $\n    update: {paths: {'/things/{id}': {get: [a]}}}\n").Content), `property "get": its update is of another kind`},
		"many kinds":    {string(actions("  - target: $.*\n    update: {a: b}\n").Content), "its targets are of several kinds"},
		"no JSONPath":   {string(actions("  - target: $.paths[\n    remove: true\n").Content), "line 4: target $.paths[: it is no JSONPath"},
		"another kind":  {string(actions("  - target: $.paths\n    update: [a]\n").Content), "line 4: target $.paths: its update is of another kind"},
	} {
		_, _, err := Apply([]byte(description), []File{{"fix.yaml", []byte(test.content)}})
		if err == nil || !strings.HasPrefix(err.Error(), "the overlay fix.yaml: ") || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzApply(f *testing.F) {
	f.Add([]byte(description), actions("  - target: $..get\n    update: {a: b}\n").Content)
	f.Add([]byte(`{"a":"\ud83d"}`), []byte("overlay: 1.0.0"))
	f.Fuzz(func(_ *testing.T, description, content []byte) {
		_, _, _ = Apply(description, []File{{"a", content}})
	})
}
