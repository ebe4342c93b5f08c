package spec

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// do carries out "spec" with arguments, as a run after others with the same variables would.
func do(t *testing.T, variables map[string]string, format, environment string, args ...string) (*cmdtest.Run, error) {
	t.Helper()
	state := filepath.Join(variables["XDG_STATE_HOME"], "aimsio")
	d := spec.Description{Catalog: api.Builtin()}
	first := cmdtest.New(t, variables, "")
	loaded, err := first.Load()
	if err != nil {
		t.Fatal(err)
	}
	catalog, kept, err := cmdkit.KeptDescription(spec.In(state), environment, cmdtest.Version, loaded)
	if d.Kept, d.Err = kept, err; catalog != nil {
		d.Catalog = catalog
	}
	run := cmdtest.With(t, d, variables, "")
	run.Flags.Output, run.Flags.Env = format, environment
	return run, cmdtest.Do(t.Context(), command(run), args...)
}

func command(run *cmdtest.Run) *cobra.Command { return NewSpecCommand(run.Env) }

func written(t *testing.T, paths map[string]string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.yaml")
	if err := os.WriteFile(file, []byte(described(paths)), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestImportAndReset goes the way of an operator: see first, import, see what is in use, go back.
func TestImportAndReset(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	file := written(t, map[string]string{"Thing": "lg"})
	folder := filepath.Join(variables["XDG_STATE_HOME"], "aimsio", "spec")

	run, err := do(t, variables, "ndjson", "", "import", file, "--dry-run")
	if _, kept := os.Stat(folder); err != nil || kept == nil || !strings.Contains(run.Said.String(), "dry run: nothing was changed") {
		t.Fatalf("dry run: %v, kept %v, %s", err, kept, run.Said)
	}
	if !strings.Contains(run.Printed.String(), `"kind":"gone","entity":"joborders"`) {
		t.Errorf("dry run: %s", run.Printed)
	}
	if run, err = do(t, variables, "ndjson", "", "import", file); err != nil || !strings.Contains(run.Said.String(), "Things 7: 1 entity, 2 calls on them, 0 other calls; it is in use now, for all environments") {
		t.Fatalf("%v, %s", err, run.Said)
	}
	run, err = do(t, variables, "json", "", "show")
	var whole struct {
		Origin   string
		SHA256   string
		Entities []struct{ Name string }
	}
	if broken := json.Unmarshal(run.Printed.Bytes(), &whole); err != nil || broken != nil || len(whole.Entities) != 1 || whole.Entities[0].Name != "things" || whole.Origin != file || len(whole.SHA256) != 64 {
		t.Errorf("show: %v %v, %+v", err, broken, whole)
	}
	if run, err = do(t, variables, "", "", "show", "--source"); err != nil || run.Printed.String() != described(map[string]string{"Thing": "lg"}) {
		t.Errorf("show --source: %v, %q", err, run.Printed)
	}
	if run, err = do(t, variables, "", "", "reset"); err != nil || !strings.Contains(run.Said.String(), "the imported API description for all environments is gone") {
		t.Errorf("reset: %v, %s", err, run.Said)
	}
	if run, err = do(t, variables, "", "", "reset"); err != nil || !strings.Contains(run.Said.String(), "there is no imported API description for all environments") {
		t.Errorf("reset again: %v, %s", err, run.Said)
	}
}

// TestADescriptionOfOneEnvironment counts there alone, and before that of all.
func TestADescriptionOfOneEnvironment(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	if run, err := do(t, variables, "", "sandbox", "import", written(t, map[string]string{"Thing": "lg"})); err != nil || !strings.Contains(run.Said.String(), "it is in use now, for the environment sandbox") {
		t.Fatalf("%v, %s", err, run.Said)
	}
	run, err := do(t, variables, "ndjson", "", "show")
	if err != nil || !strings.Contains(run.Printed.String(), `"joborders"`) {
		t.Errorf("it counts for others too: %v, %s", err, run.Printed)
	}
	if run, err = do(t, variables, "ndjson", "sandbox", "show"); err != nil || !strings.Contains(run.Printed.String(), `"entity":"things"`) {
		t.Errorf("it does not count: %v, %s", err, run.Printed)
	}
	if run, err = do(t, variables, "", "", "reset"); err != nil || !strings.Contains(run.Said.String(), "sandbox still have their own") {
		t.Errorf("%v, %s", err, run.Said)
	}
	if run, err = do(t, variables, "", "sandbox", "reset"); err != nil || !strings.Contains(run.Said.String(), "for the environment sandbox is gone") {
		t.Errorf("%v, %s", err, run.Said)
	}
}

// TestNamesAndWhatIsGoneOutliveImports: scripts go on finding an entity by its name, and are told what became of
// another, whatever was imported in between.
func TestNamesAndWhatIsGoneOutliveImports(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	for _, paths := range []map[string]string{{"Thing": "lg", "Widget": "l"}, {"Thing": "lg"}, {"Thing": "l"}} {
		if run, err := do(t, variables, "", "", "import", written(t, paths)); err != nil {
			t.Fatalf("%v, %s", err, run.Said)
		}
	}
	kept, err := spec.In(filepath.Join(variables["XDG_STATE_HOME"], "aimsio")).Find("")
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := kept.Load(spec.Fingerprint(cmdtest.Version), cmdkit.CompileOptions())
	if err != nil {
		t.Fatal(err)
	}
	inUse := spec.Description{Catalog: catalog, Kept: kept}
	things, _ := catalog.Entity("things")
	for name, told := range map[string]error{"an entity": RemovedEntity(inUse, "widgets"), "a verb": RemovedVerb(inUse, things, "get")} {
		if told == nil {
			t.Errorf("nothing tells that %s is gone: %+v", name, kept.Gone)
		}
	}
	if !slices.ContainsFunc(kept.Names, func(n api.Naming) bool { return n.Path == "/Widget" && n.Name == "widgets" }) {
		t.Errorf("should widgets come back, they have lost their name: %v", kept.Names)
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	file := written(t, map[string]string{"Thing": "lg"})
	run, err := do(t, variables, "ndjson", "", "diff", file)
	if cmdkit.KindOf(err) != fail.Different || !strings.Contains(err.Error(), "to the API description in use, which is built in") || strings.Contains(run.Printed.String(), `"inferred"`) {
		t.Errorf("%v, %s", err, run.Printed)
	}
	if _, kept := os.Stat(filepath.Join(variables["XDG_STATE_HOME"], "aimsio", "spec")); kept == nil {
		t.Error("a comparison keeps something")
	}
	if _, err := do(t, variables, "", "", "import", file); err != nil {
		t.Fatal(err)
	}
	if run, err = do(t, variables, "ndjson", "", "diff", file); err != nil || run.Printed.Len() != 0 || !strings.Contains(run.Said.String(), "no difference") {
		t.Errorf("to itself: %v, %q, %s", err, run.Printed, run.Said)
	}
}

func TestShowBuiltIn(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	run, err := do(t, variables, "ndjson", "", "show")
	if lines := strings.Count(run.Printed.String(), "\n"); err != nil || lines != len(api.Builtin().Entities)+len(api.Builtin().Others) {
		t.Errorf("%d lines, %v", lines, err)
	}
	if !strings.Contains(run.Said.String(), ", built in: ") {
		t.Errorf("%s", run.Said)
	}
	if run, err = do(t, variables, "ndjson", "", "show", "--changes"); err != nil || run.Printed.Len() != 0 {
		t.Errorf("--changes: %v, %s", err, run.Printed)
	}
	out := filepath.Join(t.TempDir(), "openapi.yaml")
	if _, err = do(t, variables, "", "", "show", "--source", "--out", out); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(out); err != nil || !bytes.Equal(content, api.Description()) {
		t.Errorf("--source --out: %v, %d bytes", err, len(content))
	}
}

func TestSpecEntityRows(t *testing.T) {
	t.Parallel()
	rows := specEntityRows(catalog(t, map[string]string{"Thing": "lgo"}))
	if len(rows) != 2 {
		t.Fatalf("%+v", rows)
	}
	if things := rows[0]; things.Entity != "things" || things.Path != "/Thing" || things.Fields != 2 || things.Certainty != "documented" || !strings.Contains(things.Verbs, "list") {
		t.Errorf("%+v", things)
	}
	if other := rows[1]; other.Entity != "" || other.Verbs != "api GET" || other.Path != "/Thing/report" {
		t.Errorf("%+v", other)
	}
	assumed := 0
	for _, row := range specEntityRows(api.Builtin()) {
		if row.Certainty == "assumed" {
			assumed++
		}
	}
	if assumed == 0 || assumed == len(api.Builtin().Entities) {
		t.Errorf("%d entities are assumed", assumed)
	}
}

func TestASpecCommandThatIsNone(t *testing.T) {
	t.Parallel()
	_, err := do(t, cmdtest.Variables(t, "https://aimsio.example/"), "", "", "imprt")
	if cmdkit.KindOf(err) != fail.Usage || !strings.Contains(err.Error(), `spec has no command "imprt"`) {
		t.Errorf("%v", err)
	}
}
