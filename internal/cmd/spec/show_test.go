package spec

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// TestShowBuiltin: without an import the built-in description is shown, byte for byte, as rows and as one object.
func TestShowBuiltin(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	file := filepath.Join(t.TempDir(), "out.yaml")
	if _, err := do(t, variables, "", "", "show", "--source", "--out", file); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(file); err != nil || !bytes.Equal(content, api.Description()) {
		t.Errorf("%v, %d bytes of %d", err, len(content), len(api.Description()))
	}
	run, err := do(t, variables, "", "", "show")
	if err != nil || !strings.Contains(run.Printed.String(), "joborders") || !strings.Contains(run.Said.String(), "11 entities") {
		t.Errorf("%v, %s%s", err, run.Printed, run.Said)
	}
	run, err = do(t, variables, "json", "", "show", "--columns", "entity,verbs")
	var rows []map[string]any
	if broken := json.Unmarshal(run.Printed.Bytes(), &rows); err != nil || broken != nil || len(rows) != len(api.Builtin().Entities) || len(rows[0]) != 2 {
		t.Errorf("%v %v, %s", err, broken, run.Printed)
	}
	run, err = do(t, variables, "yaml", "", "show")
	if err != nil || !strings.HasPrefix(run.Printed.String(), "origin: ") {
		t.Errorf("%v, %.100s", err, run.Printed)
	}
	if run, err = do(t, variables, "ndjson", "", "show", "--changes"); err != nil || run.Printed.Len() > 0 {
		t.Errorf("the built-in one differs from itself: %v, %s", err, run.Printed)
	}
}

// TestShowRefuses: what cannot be written, or is no field, prints nothing.
func TestShowRefuses(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	nowhere := filepath.Join(t.TempDir(), "none", "out.yaml")
	for words, args := range map[string][]string{
		"--out":               {"show", "--source", "--out", nowhere},
		"did you mean entity": {"show", "--columns", "entiti"},
		"takes no arguments":  {"show", "things"},
	} {
		run, err := do(t, variables, "ndjson", "", args...)
		if err == nil || !strings.Contains(err.Error()+fail.HintOf(err), words) || run.Printed.Len() > 0 {
			t.Errorf("%q: %v, printed %s", args, err, run.Printed)
		}
	}
}

// TestShowChanges: an import is compared with the built-in description.
func TestShowChanges(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	if _, err := do(t, variables, "ndjson", "", "import", written(t, map[string]string{"Thing": "lg"})); err != nil {
		t.Fatal(err)
	}
	run, err := do(t, variables, "ndjson", "", "show", "--changes")
	if rows := run.Printed.String(); err != nil || !strings.Contains(rows, `"kind":"new","entity":"things"`) || !strings.Contains(rows, `"kind":"gone","entity":"users"`) {
		t.Errorf("%v\n%s", err, rows)
	}
}

// TestDamaged: an import that cannot be read any more says so wherever it is needed, and reset takes it away.
func TestDamaged(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	if _, err := do(t, variables, "ndjson", "", "import", written(t, map[string]string{"Thing": "lg"})); err != nil {
		t.Fatal(err)
	}
	state := filepath.Join(variables["XDG_STATE_HOME"], "aimsio")
	spoiled := 0
	err := filepath.WalkDir(filepath.Join(state, "spec"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		spoiled++
		return os.Truncate(path, 3)
	})
	if err != nil || spoiled == 0 {
		t.Fatalf("%d files: %v", spoiled, err)
	}
	run, err := do(t, variables, "", "", "show", "--source")
	if cmdkit.KindOf(err) != fail.Usage || run.Printed.Len() > 0 {
		t.Errorf("show --source: %v, printed %.60s", err, run.Printed)
	}
	if _, err := do(t, variables, "", "", "reset"); err != nil {
		t.Errorf("reset: %v", err)
	}
	if _, kept, err := cmdkit.KeptDescription(spec.In(state), "", cmdtest.Version, nil); kept != nil || err != nil {
		t.Errorf("it is still there: %v, %v", kept, err)
	}
	if _, err := do(t, variables, "", "", "reset"); err != nil && cmdkit.KindOf(err) == fail.Failed {
		t.Errorf("a second reset: %v", err)
	}
}
