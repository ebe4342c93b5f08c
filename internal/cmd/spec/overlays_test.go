package spec

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// correcting writes an overlay that gives the title of a description another text.
func correcting(t *testing.T, title string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), title+".yaml")
	text := "overlay: 1.0.0\ninfo: {title: fix, version: '1'}\nactions:\n  - target: $.info\n    update: {title: " + title + "}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestOverlays: an overlay corrects what is imported, and is applied again by the next import, which says so.
func TestOverlays(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	file, fix := written(t, map[string]string{"Thing": "lg"}), correcting(t, "Corrected")
	run, err := do(t, variables, "ndjson", "", "import", file, "--overlay", fix)
	if err != nil || !strings.Contains(run.Said.String(), "Corrected 7: 1 entity") {
		t.Fatalf("%v, %s", err, run.Said)
	}
	run, err = do(t, variables, "ndjson", "", "import", file, "--dry-run")
	if err != nil || !strings.Contains(run.Said.String(), "of the earlier import is applied again; --no-overlay leaves it out") || !strings.Contains(run.Said.String(), "Corrected 7") {
		t.Errorf("again: %v, %s", err, run.Said)
	}
	run, err = do(t, variables, "ndjson", "", "import", file, "--no-overlay", "--dry-run")
	if err != nil || strings.Contains(run.Said.String(), "Corrected") {
		t.Errorf("without it: %v, %s", err, run.Said)
	}
	run, err = do(t, variables, "json", "", "show")
	if err != nil || !strings.Contains(run.Printed.String(), fix) {
		t.Errorf("show does not name it: %v, %.300s", err, run.Printed)
	}
	if run, err = do(t, variables, "ndjson", "", "diff", file); err != nil || run.Printed.Len() > 0 {
		t.Errorf("with it again there is no difference: %v, %s", err, run.Printed)
	}
}

// TestOverlaysRefused: overlays that cannot be read, or are none, change nothing.
func TestOverlaysRefused(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	file, fix := written(t, map[string]string{"Thing": "lg"}), correcting(t, "Corrected")
	for name, args := range map[string][]string{
		"no such file":       {"--overlay", fix + "x"},
		"both":               {"--overlay", fix, "--no-overlay"},
		"no overlay":         {"--overlay", file},
		"several, one wrong": {"--overlay", fix, "--overlay", file},
	} {
		run, err := do(t, variables, "ndjson", "", append([]string{"import", file}, args...)...)
		if kind := cmdkit.KindOf(err); err == nil || kind != fail.Usage && kind != fail.Invalid || run.Printed.Len() > 0 {
			t.Errorf("%s: %v, printed %s", name, err, run.Printed)
		}
	}
	if _, err := os.Stat(filepath.Join(variables["XDG_STATE_HOME"], "aimsio", "spec")); err == nil {
		t.Error("something was imported")
	}
}

// TestExplain: what is known of an entity is told with where it came from, calls that fit no verb among it, and nothing
// is changed.
func TestExplain(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	file := written(t, map[string]string{"Thing": "lgo", "Other": "lg"})
	run, err := do(t, variables, "ndjson", "", "import", file, "--explain", "things")
	rows := run.Printed.String()
	if err != nil || !strings.Contains(rows, `"what":"GET /Thing/report"`) || !strings.Contains(rows, `only by \"aimsio api\"`) || strings.Contains(rows, "Other") {
		t.Errorf("%v\n%s", err, rows)
	}
	if _, err := os.Stat(filepath.Join(variables["XDG_STATE_HOME"], "aimsio", "spec")); err == nil {
		t.Error("it was imported")
	}
	run, err = do(t, variables, "ndjson", "", "import", file, "--explain", "thingz")
	if cmdkit.KindOf(err) != fail.Usage || !strings.Contains(err.Error(), "did you mean things") || run.Printed.Len() > 0 {
		t.Errorf("a slip: %v, printed %s", err, run.Printed)
	}
}

// TestNear: a call belongs to an entity whose path it has or goes on behind, not to one whose path only begins alike.
func TestNear(t *testing.T) {
	t.Parallel()
	entity := &api.Entity{Operations: []api.Operation{{Verb: api.List, Path: "/v1/Thing"}, {Verb: api.Get, Path: "/v1/Thing/{id}/"}}}
	for path, want := range map[string]bool{
		"/v1/Thing": true, "/v1/thing": true, "/v1/Thing/report": true, "/v1/Thing/{id}/lines": true, "/v1/Things": false, "/v1": false, "/v2/Thing/x": false,
	} {
		if near(entity, path) != want {
			t.Errorf("%s: %t", path, !want)
		}
	}
}

// TestNoteRow: a row says of what sort what is known is: a warning, what the description says, or what follows from it.
func TestNoteRow(t *testing.T) {
	t.Parallel()
	for kind, note := range map[string]api.Note{
		"warning": {Warning: true, Explains: true}, "described": {Explains: true}, "inferred": {What: "key", Value: "code", From: "its name", Entity: "things"},
	} {
		row := noteRow(note)
		if row.Kind != kind || row.What != note.What || row.New != note.Value || row.From != note.From || row.Entity != note.Entity {
			t.Errorf("%+v is %+v", note, row)
		}
	}
}
