package entity

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// TestWriteGuards: what an environment does not allow is refused before a call, with nothing printed.
func TestWriteGuards(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	file := w.file("new.csv", employees("E-1"))
	w.refuses(NewCreateCommand, refusal{[]string{"-f", file, "--confirm", "portal"}, fail.Guarded, `--confirm says "portal" but the environment is "sandbox"`})
	w.variables["AIMSIO_ENV"] = "portal"
	w.refuses(NewCreateCommand, refusal{[]string{"-f", file}, fail.Guarded, "give --confirm portal if this is meant"})
	got := w.do(NewCreateCommand, "-f", file, "--dry-run", "--if-exists", "update")
	if sent := w.sent(); got.err != nil || len(sent) != 0 {
		t.Errorf("a dry run needs confirmation: %v, sent %q", got.err, sent)
	}
	w.refuses(NewCreateCommand, refusal{[]string{"-f", file, "--confirm", "sandbox"}, fail.Guarded, "--confirm says"})
	got = w.do(NewCreateCommand, "-f", file, "--confirm", "portal", "--if-exists", "update")
	same(t, "with the name", got.outcomes(t), "E-1 written")
	if sent := w.sent(); got.err != nil || len(sent) != 1 {
		t.Errorf("with the name: %v, sent %q", got.err, sent)
	}
}

// TestWriteReadOnly: a read-only environment shows what would be sent, ends as the run would, and sends nothing.
func TestWriteReadOnly(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	folder := filepath.Join(w.variables["XDG_CONFIG_HOME"], "aimsio")
	ok(t, os.MkdirAll(folder, 0o700))
	ok(t, os.WriteFile(filepath.Join(folder, "config.yaml"), []byte("environments:\n  - name: sandbox\n    read_only: true\n"), 0o600))
	file := w.file("new.csv", employees("E-1"))
	w.refuses(NewCreateCommand, refusal{[]string{"-f", file}, fail.Guarded, "is read-only"})
	got := w.do(NewCreateCommand, "-f", file, "--dry-run")
	if sent := w.sent(); !fail.Is(got.err, fail.Guarded) || !strings.Contains(got.printed, "E-1") || len(sent) != 0 {
		t.Errorf("a dry run: %v, printed %q, sent %q", got.err, got.printed, sent)
	}
}

// TestWriteKeepsItsFilesApart: a file that a run reads is not written over by it, whatever it is called.
func TestWriteKeepsItsFilesApart(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	content := employees("E-1")
	file := w.file("new.csv", content)
	link := filepath.Join(w.folder, "link.csv")
	ok(t, os.Symlink(file, link))
	results := filepath.Join(w.folder, "results.ndjson")
	w.refuses(NewCreateCommand,
		refusal{[]string{"-f", file, "--rejects", file}, fail.Usage, "-f and --rejects name the same file"},
		refusal{[]string{"-f", file, "--rejects", link}, fail.Usage, "-f and --rejects name the same file"},
		refusal{[]string{"-f", file, "--out", file}, fail.Usage, "-f and --out name the same file"},
		refusal{[]string{"-f", file, "--results", link}, fail.Usage, "-f and --results name the same file"},
		refusal{[]string{"-f", file, "--results", results, "--rejects", results}, fail.Usage, "--rejects and --results name the same file"},
		refusal{[]string{"-f", file, "--resume", file}, fail.Usage, "-f and --resume name the same file"},
		refusal{[]string{"-f", file, "--resume", results}, fail.Usage, "--resume"},
		refusal{[]string{"-f", file, "--resume", file + "x", "--results", results}, fail.Usage, "--resume"},
	)
	if w.content(file) != content {
		t.Errorf("the input is %q", w.content(file))
	}
}

// TestWriteKeepsItsInput: standard input and output that lead to a file are that file.
func TestWriteKeepsItsInput(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	path := w.file("new.csv", employees("E-1"))
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	ok(t, err)
	defer file.Close()
	for words, arrange := range map[string]func(*cmdtest.Run) []string{
		"standard input and --rejects name the same file":  func(r *cmdtest.Run) []string { r.In = file; return []string{"-f", "-", "--rejects", path} },
		"-f and standard output name the same file":        func(r *cmdtest.Run) []string { r.Out = file; return []string{"-f", path} },
		"standard output and --results name the same file": func(r *cmdtest.Run) []string { r.Out = file; return []string{"-f", path + "2", "--results", path} },
	} {
		run := cmdtest.New(t, w.variables, "")
		args := arrange(run)
		err := cmdtest.Do(t.Context(), NewCreateCommand(run.Env, w.entity), args...)
		run.Close()
		if !fail.Is(err, fail.Usage) || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %v", args, err)
		}
	}
}

// TestWriteAsJSON: a dry run gives the very bodies, in batches as they would go, and the run then sends those.
func TestWriteAsJSON(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	file := w.file("new.csv", employees("E-1", "E-2", "E-3"))
	got := w.with("", "json", NewCreateCommand, "-f", file, "--dry-run", "--batch-size", "2")
	var calls []struct {
		Method, Path string
		Body         json.RawMessage
	}
	if err := json.Unmarshal([]byte(got.printed), &calls); err != nil || got.err != nil || len(calls) != 2 {
		t.Fatalf("%v %v\n%s", got.err, err, got.printed)
	}
	contains(t, "the summary", got.said, "dry run: 3 records would be sent to sandbox")
	if sent := w.sent(); len(sent) != 0 {
		t.Errorf("a dry run sent %q", sent)
	}
	got = w.do(NewCreateCommand, "-f", file, "--batch-size", "2")
	ok(t, got.err)
	for i, body := range w.sent() {
		var shown strings.Builder
		encoder := json.NewEncoder(&shown)
		ok(t, encoder.Encode(calls[i].Body))
		if strings.TrimSpace(shown.String()) != body || calls[i].Method != http.MethodPost {
			t.Errorf("%s %s showed\n%s and sent\n%s", calls[i].Method, calls[i].Path, shown.String(), body)
		}
	}
}

// TestWriteFormats: a sheet of results leaves out what all rows say alike unless it is asked for; objects carry it.
func TestWriteFormats(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	file := w.file("new.csv", employees("E-1"))
	for _, shown := range []struct {
		format string
		args   []string
		has    string
		not    string
	}{
		{"csv", nil, "E-1,create,", "sandbox"},
		{"csv", []string{"--columns", "key,environment"}, "key,environment\nE-1,sandbox\n", "create"},
		{"ndjson", nil, `"environment":"sandbox"`, "\n{"},
		{"table", nil, "line  key  action  outcome", "sandbox"},
		{"csv", []string{"--dry-run"}, "line,key,action,changes\n2,E-1,create,", "outcome"},
		{"table", []string{"--dry-run"}, `employeeFirstName="Ann"`, "outcome"},
	} {
		got := w.with("", shown.format, NewCreateCommand, append([]string{"-f", file}, shown.args...)...)
		if got.err != nil || !strings.Contains(got.printed, shown.has) || strings.Contains(got.printed, shown.not) {
			t.Errorf("%s %q: %v, printed %q", shown.format, shown.args, got.err, got.printed)
		}
	}
	w.sent()
	w.refuses(NewCreateCommand, refusal{[]string{"-f", file, "--columns", "outcom"}, fail.Usage, "did you mean outcome"})
}

// TestWriteResumes: a run goes on in the file of results that it left, which is closed at the end of the run.
func TestWriteResumes(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	file := w.file("new.csv", employees("E-1", "E-2"))
	results := filepath.Join(w.folder, "results.ndjson")
	ok(t, w.do(NewCreateCommand, "-f", file, "--results", results).err)
	w.sent()
	first, _, _ := strings.Cut(w.content(results), "\n")
	w.file("results.ndjson", first+"\n")
	got := w.do(NewCreateCommand, "-f", file, "--resume", results)
	ok(t, got.err)
	sent := w.sent()
	if len(sent) != 1 || strings.Contains(sent[0], "E-1") || !strings.Contains(sent[0], "E-2") {
		t.Errorf("going on sent %q", sent)
	}
	if lines := strings.Count(w.content(results), "\n"); lines != 2 {
		t.Errorf("the results have %d lines", lines)
	}
}

// TestWriteFails: a record that the server refuses leaves the others written, and is handed back as it came.
func TestWriteFails(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	bad := strings.Replace(employees("E-2"), "BI-005", "NONE", 1)
	file := w.file("new.csv", employees("E-1")+strings.TrimPrefix(bad, employeeHeader))
	rejects := filepath.Join(w.folder, "failed.csv")
	got := w.do(NewCreateCommand, "-f", file, "--rejects", rejects)
	if !fail.Is(got.err, fail.Partial) {
		t.Errorf("%v", got.err)
	}
	same(t, "outcomes", got.outcomes(t), "E-1 written", "E-2 failed")
	want := strings.TrimSuffix(employeeHeader, "\n") + ",aimsio_reason\n" + strings.TrimSuffix(strings.TrimPrefix(bad, employeeHeader), "\n") +
		`,"record 1 (employeeCode ""E-2""): employeeTradeCode: ""NONE"" is not the billableItemCode of an existing trade"` + "\n"
	if content := w.content(rejects); content != want {
		t.Errorf("the rejects are %q", content)
	}
}

// TestWriteIsLogged: every write leaves its bodies in the log, under the name that it was made with.
func TestWriteIsLogged(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	ok(t, w.do(NewCreateCommand, "-f", w.file("new.csv", employees("E-1"))).err)
	logged := w.logged()
	if len(logged) != 1 || logged[0].User != cmdtest.User || logged[0].Environment != "sandbox" || logged[0].Result == nil || logged[0].Result.Status != http.StatusOK {
		t.Fatalf("the log is %+v", logged)
	}
	contains(t, "the log", string(logged[0].Body), "E-1")
	ok(t, filepath.WalkDir(w.state(), func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && strings.Contains(w.content(path), cmdtest.Password) {
			t.Errorf("the password is in %s", path)
		}
		return err
	}))
}

// TestWriteWithoutCredentials: a write for which nobody can log in sends nothing and says what to do.
func TestWriteWithoutCredentials(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	delete(w.variables, "AIMSIO_USERNAME")
	got := w.do(NewCreateCommand, "-f", w.file("new.csv", employees("E-1")))
	if cmdkit.KindOf(got.err) != fail.Usage && cmdkit.KindOf(got.err) != fail.Denied || got.printed != "" {
		t.Errorf("%v, printed %q", got.err, got.printed)
	}
	if sent := w.sent(); len(sent) != 0 {
		t.Errorf("sent %q", sent)
	}
}

// TestWriteInput: records come from standard input too; an input that breaks, or a run that is interrupted, sends
// nothing.
func TestWriteInput(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	got := w.with(employees("E-1"), "ndjson", NewCreateCommand, "-f", "-", "--input", "csv")
	same(t, "outcomes", got.outcomes(t), "E-1 written")
	w.sent()
	broken := errors.New("broken")
	stopped, stop := context.WithCancelCause(t.Context())
	stop(fail.ErrInterrupted)
	for _, tried := range []struct {
		ctx  context.Context
		in   io.Reader
		want error
	}{
		{t.Context(), io.MultiReader(strings.NewReader(employees("E-2")), iotest.ErrReader(broken)), broken},
		{stopped, strings.NewReader(employees("E-3")), fail.ErrInterrupted},
	} {
		run := cmdtest.New(t, w.variables, "")
		run.In = tried.in
		err := cmdtest.Do(tried.ctx, NewCreateCommand(run.Env, w.entity), "-f", "-", "--input", "csv")
		run.Close()
		if !errors.Is(err, tried.want) || run.Printed.Len() > 0 {
			t.Errorf("%v, printed %q, want %v", err, run.Printed, tried.want)
		}
	}
	if sent := w.sent(); len(sent) != 0 {
		t.Errorf("sent %q", sent)
	}
}

// TestWriteParameters: an operation takes its own parameters, and no others.
func TestWriteParameters(t *testing.T) {
	t.Parallel()
	catalog := parts()
	operation, _ := catalog.Entities[0].Operation(api.Create)
	operation.Parameters = []api.Parameter{{Name: "notify"}}
	w := writeWith(t, catalog, "parts")
	got := w.do(NewCreateCommand, "--set", "partCode=P-1", "--set", "partName=bolt", "--param", "notify=a b&c", "--dry-run")
	contains(t, "a dry run", got.printed, `"path":"/Part?notify=a+b%26c"`)
	queries := make(chan string, 1)
	answer := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		queries <- r.URL.RawQuery
		rw.WriteHeader(http.StatusNoContent)
	})
	w.instead.Store(&answer)
	got = w.do(NewCreateCommand, "--set", "partCode=P-1", "--set", "partName=bolt", "--param", "notify=a b&c")
	if query := <-queries; query != "notify=a+b%26c" {
		t.Errorf("%v, sent with %q", got.err, query)
	}
	if logged := w.logged(); len(logged) != 1 || logged[0].Path != "/Part?notify=a+b%26c" {
		t.Errorf("the log is %+v", logged)
	}
	w.refuses(NewCreateCommand, refusal{[]string{"--set", "partCode=P-1", "--param", "notfy=true"}, fail.Usage, "notify"})
}

// TestUserOf: writes are made under the name of the environment, and in the demo under its own.
func TestUserOf(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	for name, want := range map[string]string{"sandbox": cmdtest.User, "demo": cmdkit.DemoUser} {
		variables := map[string]string{"AIMSIO_ENV": name}
		for key, value := range w.variables {
			if key != "AIMSIO_ENV" && (key != "AIMSIO_URL" || name != "demo") {
				variables[key] = value
			}
		}
		run := cmdtest.New(t, variables, "")
		environment, err := run.Environment()
		ok(t, err)
		if user := userOf(environment); user != want {
			t.Errorf("%s: %q", name, user)
		}
	}
}

// parts is the description of an entity that has a call for each verb, of which none creates and updates.
func parts() *api.Catalog {
	operation := func(verb api.Verb, method, path, wrapper string) api.Operation {
		return api.Operation{Verb: verb, Method: method, Path: path, Wrapper: wrapper, Certainty: api.Documented}
	}
	return &api.Catalog{Entities: []*api.Entity{{
		Name: "parts", Resource: "Part", Title: "part", GUID: "partGuid", UpdatedAt: "partUpdatedAt", Key: []string{"partCode"}, KeySure: true, UpsertsSaid: true,
		Operations: []api.Operation{
			operation(api.List, http.MethodGet, "/Part", ""), operation(api.Get, http.MethodGet, "/Part/{partGuid}", ""),
			operation(api.Create, http.MethodPost, "/Part", "partList"), operation(api.Delete, http.MethodDelete, "/Part/{partGuid}", ""),
		},
		Index: []api.Field{{Name: "guid", Type: api.String}, {Name: "updatedAt", Type: api.Time}},
		Fields: []api.Field{
			{Name: "partGuid", Type: api.String, Certainty: api.Documented},
			{Name: "partCode", Type: api.String, Certainty: api.Documented, Sample: "sequence P-%03d"},
			{Name: "partName", Type: api.String, Certainty: api.Documented, Sample: "const bolt"},
			{Name: "partUpdatedAt", Type: api.Time, Certainty: api.Documented, ReadOnly: true},
		},
	}}}
}

// TestWritingActions: each verb says in its results what the user called it.
func TestWritingActions(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	for action, constructor := range map[string]making{
		service.ActionCreate: NewCreateCommand, service.ActionUpdate: NewUpdateCommand, service.ActionUpdateStatus: NewUpdateStatusCommand,
		service.ActionDelete: NewDeleteCommand,
	} {
		run := cmdtest.New(t, w.variables, "")
		command := constructor(run.Env, w.entity)
		for _, flag := range []string{"file", "input", "dry-run", "confirm", "max-changes", "results", "rejects", "resume", "columns"} {
			if command.Flags().Lookup(flag) == nil {
				t.Errorf("%s has no --%s", action, flag)
			}
		}
		if command.Example == "" || strings.Contains(command.Long, "%!") || strings.Contains(command.Example, "%!") || command.Name() != action {
			t.Errorf("%s: %s\n%s", action, command.Long, command.Example)
		}
	}
}
