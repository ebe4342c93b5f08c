package test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// shaped is the program after an import, with the demo as its server.
type shaped struct {
	t         *testing.T
	variables map[string]string
	// parameters are those without which an entity cannot be listed.
	parameters map[string][]string
}

// demoVariables are those of a run whose server is the demo.
func demoVariables(t *testing.T) map[string]string {
	t.Helper()
	changed := with(variables(t, ""), "AIMSIO_ENV=demo")
	delete(changed, "AIMSIO_URL")
	return changed
}

// imported runs "spec import" on a file of testdata/specs.
func imported(t *testing.T, file string) *shaped {
	t.Helper()
	s := &shaped{t: t, variables: demoVariables(t)}
	s.parameters = map[string][]string{"branches": {"--param", "region=north"}}
	if got := s.run("spec", "import", "testdata/specs/"+file); got.code != 0 {
		t.Fatalf("importing %s: %+v", file, got)
	}
	return s
}

func (s *shaped) run(args ...string) outcome { return runReal(s.variables, "", args...) }

// must runs a command that must succeed, and gives what it printed.
func (s *shaped) must(args ...string) string {
	s.t.Helper()
	got := s.run(args...)
	if got.code != 0 {
		s.t.Fatalf("aimsio %s: code %d\n%s%s", strings.Join(args, " "), got.code, got.out, got.err)
	}
	return strings.TrimSpace(got.out)
}

// code runs a command that must end with an exit code.
func (s *shaped) code(want int, args ...string) outcome {
	s.t.Helper()
	got := s.run(args...)
	if got.code != want {
		s.t.Errorf("aimsio %s: code %d, want %d\n%s%s", strings.Join(args, " "), got.code, want, got.out, got.err)
	}
	return got
}

func (s *shaped) catalog() *api.Catalog {
	s.t.Helper()
	var c api.Catalog
	if err := json.Unmarshal([]byte(s.must("spec", "show", "-o", "json")), &c); err != nil {
		s.t.Fatal(err)
	}
	return &c
}

// count lists an entity and counts what it has.
func (s *shaped) count(entity string) int {
	s.t.Helper()
	n, err := strconv.Atoi(s.must(append([]string{entity, "list", "-o", "json", "--jq", "length"}, s.parameters[entity]...)...))
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// ids gives the first identifiers of a list.
func (s *shaped) ids(e *api.Entity, most int) []string {
	s.t.Helper()
	out := s.must(append([]string{e.Name, "list", "-q", "-o", "ndjson", "--limit", strconv.Itoa(most), "--jq", ".guid // .id // ." + e.GUID},
		s.parameters[e.Name]...)...)
	return strings.Fields(strings.ReplaceAll(out, `"`, ""))
}

// TestShapes reads and writes all that a description offers, against the simulator that serves the same
// description, for descriptions unlike the built-in one.
func TestShapes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/specs/*")
	if err != nil || len(files) < 4 {
		t.Fatalf("%d descriptions, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			s := imported(t, filepath.Base(file))
			for _, e := range s.catalog().Entities {
				s.read(e)
				s.create(e)
				s.update(e)
				s.updateStatus(e)
				s.delete(e)
			}
			s.mirror()
		})
	}
}

// mirror copies everything that can be listed, and finds it again under the names of the entities.
func (s *shaped) mirror() {
	s.t.Helper()
	s.must("sync")
	for _, e := range s.catalog().Entities {
		if s.parameters[e.Name] != nil {
			s.code(2, "sync", e.Name)
			continue
		}
		if got, want := s.must("sql", "select count(*) from "+e.Name, "-o", "csv", "--no-header"), s.count(e.Name); got != strconv.Itoa(want) {
			s.t.Errorf("%s: %s in the mirror, %d on the server", e.Name, got, want)
		}
	}
	if got := s.must("sync", "-o", "ndjson", "--jq", "[.new, .changed, .gone, .failed] | add"); strings.Trim(got, "0\n") != "" {
		s.t.Errorf("a second sync found something: %s", got)
	}
}

func offers(s *shaped, e *api.Entity, verb string) bool {
	s.t.Helper()
	verbs := s.must("entities", "-o", "json", "--jq", fmt.Sprintf(`.[] | select(.name == %q) | .verbs[]`, e.Name))
	return slices.Contains(strings.Fields(strings.ReplaceAll(verbs, `"`, "")), verb)
}

func (s *shaped) read(e *api.Entity) {
	s.t.Helper()
	all := s.count(e.Name)
	if all < 40 {
		s.t.Errorf("%s: %d listed", e.Name, all)
	}
	ids := s.ids(e, 3)
	if s.ids(e, all); len(slices.Compact(slices.Sorted(slices.Values(s.ids(e, all))))) != all {
		s.t.Errorf("%s: a record is listed twice", e.Name)
	}
	s.must(e.Name, "fields")
	if got := s.must("__complete", e.Name, ""); !strings.Contains(got, "list") {
		s.t.Errorf("%s: completion offers %s", e.Name, got)
	}
	full := append([]string{e.Name, "list", "--full", "--limit", "3", "-q", "-o", "ndjson"}, s.parameters[e.Name]...)
	if lines := strings.Split(s.must(full...), "\n"); len(lines) != 3 {
		s.t.Errorf("%s: %d whole records", e.Name, len(lines))
	}
	if !offers(s, e, "get") {
		return
	}
	whole := s.must(append([]string{e.Name, "get", "-o", "ndjson", "--jq", "." + e.GUID}, ids...)...)
	if got := strings.Fields(strings.ReplaceAll(whole, `"`, "")); !slices.Equal(got, ids) {
		s.t.Errorf("%s: asked for %v, got %v", e.Name, ids, got)
	}
	s.code(4, e.Name, "get", "no-such-record")
}

func (s *shaped) create(e *api.Entity) {
	s.t.Helper()
	if !offers(s, e, "create") {
		return
	}
	before := s.count(e.Name)
	record := s.must(e.Name, "template", "--jq", fmt.Sprintf(`. + {%q: "NEW-1"}`, e.Key[0]))
	file := filepath.Join(s.t.TempDir(), "new.json")
	if err := os.WriteFile(file, []byte(record), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.must(e.Name, "create", "-f", file, "--dry-run", "-o", "json")
	s.must(e.Name, "create", "-f", file, "--verify")
	if after := s.count(e.Name); after != before+1 {
		s.t.Errorf("%s: %d before, %d after one was created", e.Name, before, after)
	}
	for _, f := range e.Fields {
		if len(f.Enum) > 1 && !f.ReadOnly {
			s.code(5, e.Name, "create", "--set", e.Key[0]+"=NEW-2", "--set", f.Name+"=no-such-value")
		}
	}
}

func (s *shaped) update(e *api.Entity) {
	s.t.Helper()
	if !offers(s, e, "update") {
		return
	}
	field := ""
	for _, f := range e.Fields {
		if f.Type == api.String && !f.ReadOnly && f.Format == "" && len(f.Enum) == 0 && f.Name != e.GUID && !slices.Contains(e.Key, f.Name) {
			field = f.Name
		}
	}
	if field == "" {
		return
	}
	before, id := s.count(e.Name), s.ids(e, 2)[1]
	s.must(e.Name, "update", id, "--set", field+"=changed by a test", "--verify")
	if got := s.must(e.Name, "get", id, "-o", "json", "--jq", "."+field); got != "changed by a test" {
		s.t.Errorf("%s %s: %s is %q", e.Name, id, field, got)
	}
	if after := s.count(e.Name); after != before {
		s.t.Errorf("%s: %d before, %d after an update", e.Name, before, after)
	}
}

func (s *shaped) updateStatus(e *api.Entity) {
	s.t.Helper()
	if !offers(s, e, "update-status") {
		return
	}
	status, ok := api.Find(e.Fields, e.Status)
	if !ok || len(status.Enum) == 0 {
		s.t.Fatalf("%s: the status %q has no values", e.Name, e.Status)
	}
	ids := s.ids(e, 4)
	for _, value := range status.Enum {
		s.must(append([]string{e.Name, "update-status", "--status", value, "--verify"}, ids...)...)
		if got := s.must(e.Name, "get", ids[3], "-o", "json", "--jq", "."+e.Status); got != value {
			s.t.Errorf("%s: the status is %q after %q was set", e.Name, got, value)
		}
	}
	file := filepath.Join(s.t.TempDir(), "statuses.csv")
	if err := os.WriteFile(file, []byte(e.GUID+","+e.Status+"\n"+ids[0]+","+status.Enum[0]+"\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.must(e.Name, "update-status", "-f", file, "--verify")
	s.code(5, e.Name, "update-status", ids[0], "--status", "no-such-status")
}

func (s *shaped) delete(e *api.Entity) {
	s.t.Helper()
	if !offers(s, e, "delete") {
		if got := s.code(2, e.Name, "delete", "x"); !strings.Contains(got.err, "no verb") {
			s.t.Errorf("%s: %s", e.Name, got.err)
		}
		return
	}
	before, ids := s.count(e.Name), s.ids(e, 3)
	for _, guard := range []string{"AIMSIO_READ_ONLY=true", "AIMSIO_PROTECTED=true"} {
		if got := runReal(with(s.variables, guard), "", e.Name, "delete", ids[0]); got.code != 9 {
			s.t.Errorf("%s: %+v", guard, got)
		}
	}
	s.code(9, append([]string{e.Name, "delete", "--max-changes", "2"}, ids...)...)
	if got := s.must(e.Name, "delete", ids[0], "--dry-run", "-o", "json"); !strings.Contains(got, `"DELETE"`) || strings.Contains(got, "body") {
		s.t.Errorf("a dry run: %s", got)
	}
	if after := s.count(e.Name); after != before {
		s.t.Fatalf("%s: %d are gone though nothing was sent", e.Name, before-after)
	}
	results := filepath.Join(s.t.TempDir(), "results.ndjson")
	if got := s.must(append([]string{e.Name, "delete", "--max-changes", "3", "--results", results}, ids...)...); strings.Count(got, "deleted") != 3 {
		s.t.Errorf("%s", got)
	}
	if kept, err := os.ReadFile(results); err != nil || strings.Count(string(kept), `"outcome":"deleted"`) != 3 {
		s.t.Errorf("the results: %s %v", kept, err)
	}
	s.code(4, e.Name, "get", ids[0])
	s.code(4, e.Name, "delete", ids[0])
	if after := s.count(e.Name); after != before-3 {
		s.t.Errorf("%s: %d before, %d after 3 were deleted", e.Name, before, after)
	}
	if got := s.must("log", "--columns", "entities,written", "-o", "csv", "--no-header"); !strings.Contains(got, e.Name) {
		s.t.Errorf("the log has no %s: %s", e.Name, got)
	}
}
