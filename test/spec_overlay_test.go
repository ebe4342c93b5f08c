package test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// yamlBlock gives the first block of a guide that begins so.
func yamlBlock(t *testing.T, page, begins string) string {
	t.Helper()
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	_, blocks := blocksOf(string(content))
	for _, shown := range blocks {
		if strings.HasPrefix(shown.text, begins) {
			return shown.text
		}
	}
	t.Fatalf("%s: no block begins with %q", page, begins)
	return ""
}

// TestTheGuideToCorrections goes the way that the guide shows, with the files that it shows.
func TestTheGuideToCorrections(t *testing.T) {
	t.Parallel()
	const guide = "../docs/correcting-a-description.md"
	folder := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	description := file("openapi.yaml", yamlBlock(t, guide, "openapi: 3.0.3"))
	fix := file("fix.yaml", yamlBlock(t, guide, "overlay: 1.0.0\ninfo: {title: What we know"))
	g := &guessed{t: t, variables: map[string]string{"XDG_CONFIG_HOME": t.TempDir(), "XDG_STATE_HOME": t.TempDir()}}

	shown := g.code(0, "spec", "import", description, "--explain", "permits").out
	content, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(shown) {
		if !strings.Contains(string(content), strings.TrimRight(line, " \n")) {
			t.Errorf("the guide shows no such line:\n%s", line)
		}
	}
	if got := g.code(0, "spec", "show", "--no-header"); strings.Contains(got.out, "permits") {
		t.Errorf("an explanation changes something: %s", got.out)
	}
	if got := g.code(0, "spec", "import", description, "--overlay", fix); strings.Contains(got.err, "warning") {
		t.Errorf("the overlay of the guide warns: %s", got.err)
	}
	if verbs := g.verbs("licences"); verbs != "list get export fields" {
		t.Errorf("verbs: %q", verbs)
	}
	var all []struct {
		Name, Type string
		Certainty  string
	}
	if err := json.Unmarshal([]byte(g.code(0, "licences", "fields", "-o", "json").out), &all); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range all {
		got[f.Name] = f.Type + " " + f.Certainty
	}
	if got["issued"] != "day documented" || got["phase"] != "string assumed" {
		t.Errorf("fields: %v", got)
	}
}

// TestOverlaysAreKept: corrections count for the next version of the file too, until they are left out, and one that
// fits nothing is told of.
func TestOverlaysAreKept(t *testing.T) {
	t.Parallel()
	g := importedFor(t, `openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /Thing:
    get: {responses: {'200': {description: a, content: {application/json: {schema: {type: array, items: {type: object, properties: {id: {type: string}}}}}}}}}
    delete: {responses: {'204': {description: a}}}
`, nil)
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	description := write("next.json", `{"openapi":"3.1.0","info":{"title":"\ud83d\ude00\tnext","version":"2"},"paths":{"/Thing":{"get":{"responses":{"200":{"description":"a","content":{"application/json":{"schema":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"}}}}}}}}}}}}`)
	first := write("first.yaml", "overlay: 1.0.0\ninfo: {title: a, version: '1'}\nactions:\n  - target: $.paths['/Thing'].get\n    update: {x-aimsio-name: gadgets}\n")
	second := write("second.json", `{"overlay":"1.0.0","info":{"title":"a","version":"1"},"actions":[{"target":"$.paths['/Thing'].get","update":{"x-aimsio-name":"widgets"}},{"target":"$.paths['/Thnig']","remove":true}]}`)
	none := write("none.yaml", "openapi: 3.0.3\n")
	bad := write("bad.yaml", "overlay: 1.0.0\ninfo: {title: a, version: '1'}\nactions:\n  - target: '$.paths['\n    remove: true\n")

	got := g.code(0, "spec", "import", description, "--overlay", first, "--overlay", second)
	if !strings.Contains(got.err, "$.paths['/Thnig']: "+second) || !strings.Contains(got.err, "matches its target") {
		t.Errorf("an action without effect passes in silence: %s", got.err)
	}
	if g.verbs("widgets") == "" {
		t.Error("the last overlay does not count")
	}
	got = g.code(0, "spec", "import", description)
	if !strings.Contains(got.err, "the overlay "+first+" of the earlier import is applied again") || g.verbs("widgets") == "" {
		t.Errorf("they are not kept: %s", got.err)
	}
	if g.code(0, "spec", "diff", description, "-q"); g.verbs("widgets") == "" {
		t.Error("a comparison changes something")
	}
	for _, file := range []string{none, bad} {
		if got := g.code(5, "spec", "import", description, "--overlay", file); !strings.Contains(got.err, file) || !strings.Contains(got.err, "nothing was changed") {
			t.Errorf("%s: %s", file, got.err)
		}
	}
	g.code(2, "spec", "import", description, "--overlay", first, "--no-overlay")
	g.code(2, "spec", "import", description, "--overlay", filepath.Join(folder, "no-such-file"))
	g.code(2, "spec", "import", description, "--explain", "no-such-entity")
	// A name stays for its path through later imports, whatever said it first.
	if got := g.code(0, "spec", "import", description, "--no-overlay"); strings.Contains(got.err, "applied again") || strings.Contains(got.err, "warning") {
		t.Errorf("they are not left out: %s", got.err)
	}
	if got := g.code(0, "spec", "import", description); strings.Contains(got.err, "applied again") {
		t.Errorf("what was left out comes back: %s", got.err)
	}
}
